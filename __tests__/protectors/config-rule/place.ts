import type { ConfigRule } from "@aws-sdk/client-config-service";
import type { ConfigRuleDocument } from "../../../modules/protectors/config-rule/document.ts";
import { configRule } from "../../../modules/protectors/config-rule/protector.ts";
import { ConfigPlace } from "../../support/conforming/config-place.ts";
import { listedBy } from "../../support/listed-by.ts";
import { type Asked, planPortsOf, requestOf } from "../../support/made-plan.ts";
import { takeBack } from "../../support/take-back.ts";

export const HOME = { partition: "aws", account: "111122223333", region: "us-east-1" };
export const FUNCTION = `arn:aws:lambda:${HOME.region}:${HOME.account}:function:orders`;

export function place(at = HOME): ConfigPlace {
  return new ConfigPlace({ ...at, page: 2 });
}

/** A rule that asks a function about every change, unless it says otherwise. */
export function made(parts: Partial<ConfigRule> = {}, there = place()): ConfigPlace {
  there.config.PutConfigRule({
    ConfigRule: {
      ConfigRuleName: "orders",
      Source: {
        Owner: "CUSTOM_LAMBDA",
        SourceIdentifier: FUNCTION,
        SourceDetails: [{ EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" }],
      },
      ...parts,
    },
    Tags: [{ Key: "team", Value: "shop" }],
  });
  return there;
}

type Sleep = (milliseconds: number) => Promise<void>;

function ports({ client, config: { account, region } }: ConfigPlace, sleep: Sleep = async () => undefined) {
  return planPortsOf({ account, region, client }, { sleep });
}

export function listed(there: ConfigPlace) {
  return listedBy(configRule, ports(there));
}

export async function captured(there: ConfigPlace) {
  const arn = there.config.rules.get("orders")?.rule.ConfigRuleArn ?? "";
  const item = { kind: "config-rule" as const, id: "orders", name: "orders", arn, related: [] };
  const found = await configRule.capture(ports(there) as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error("it is gone");
  return found;
}

export function request(
  { document, secrets }: { document: ConfigRuleDocument; secrets?: unknown },
  more: Asked<ConfigRuleDocument, never> = {},
  target = HOME,
) {
  const own = { ...(secrets !== undefined && { secrets: secrets as never }) };
  return requestOf(configRule, document, { ...own, ...more }, target);
}

export async function apply(
  there: ConfigPlace,
  asked: ReturnType<typeof request>,
  known: Readonly<Record<string, string>> = {},
) {
  const plan = await configRule.plan(ports(there), asked);
  const ids = new Map([...plan.ids, ...Object.entries(known)]);
  for (const { perform } of plan.steps) await perform?.(ids);
  return {
    plan,
    titles: plan.steps.map(({ effect, title }) => `${effect} ${title}`),
    activation: plan.activation(ids),
  };
}

const ARN = `arn:aws:config:${HOME.region}:${HOME.account}:config-rule/config-rule-old`;

export async function arm(there: ConfigPlace, activation: unknown, sleep?: Sleep): Promise<string[]> {
  const done: string[] = [];
  const arn = ARN.replace(HOME.region, there.config.region);
  const asked = { arn, alongside: false, note: () => undefined };
  for (const one of configRule.activate(ports(there, sleep), activation as never, asked))
    done.push(await one.activate());
  return done;
}

export async function disarm(there: ConfigPlace, activation: unknown, sleep?: Sleep) {
  const all = configRule.activate(ports(there, sleep), activation as never, {
    ...{ arn: ARN, alongside: false, note: () => undefined },
  });
  const stays: (string | undefined)[] = [];
  for (const { disarming } of all) stays.push(await disarming?.stays?.());
  return { done: await takeBack(all), stays };
}
