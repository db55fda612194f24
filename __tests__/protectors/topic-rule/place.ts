import type { TopicRulePayload } from "@aws-sdk/client-iot";
import type { PlanPorts } from "../../../modules/protectors/protector.ts";
import type { TopicRuleDocument } from "../../../modules/protectors/topic-rule/document.ts";
import { topicRule } from "../../../modules/protectors/topic-rule/protector.ts";
import { IotPlace } from "../../support/conforming/iot-place.ts";
import { listedBy } from "../../support/listed-by.ts";
import { type Asked, planPortsOf, requestOf } from "../../support/made-plan.ts";
import { takeBack } from "../../support/take-back.ts";

export const HOME = { partition: "aws", account: "111122223333", region: "us-east-1" };
export const AWAY = { ...HOME, region: "eu-west-1" };
export const here = (service: string, resource: string, region = HOME.region): string =>
  `arn:aws:${service}:${region}:${HOME.account}:${resource}`;
export const FUNCTION = here("lambda", "function:orders");
export const ROLE = `arn:aws:iam::${HOME.account}:role/caller`;
export const RULE = here("iot", "rule/orders");

export function place(at = HOME): IotPlace {
  return new IotPlace({ ...at, page: 2 });
}

/** From a topic to a function unless it says otherwise. */
export function made(parts: Partial<TopicRulePayload> = {}, there = place(), name = "orders"): IotPlace {
  there.iot.CreateTopicRule({
    ruleName: name,
    topicRulePayload: {
      sql: "SELECT * FROM 'orders'",
      actions: [{ lambda: { functionArn: FUNCTION } }],
      ...parts,
    },
    tags: "team=shop",
  });
  return there;
}

function ports({ client, iot }: IotPlace, more: Partial<PlanPorts> = {}): PlanPorts {
  const { account, region } = iot;
  return planPortsOf({ account, region, client }, more);
}

export function listed(there: IotPlace) {
  return listedBy(topicRule, ports(there));
}

export async function capturedOrNone(there: IotPlace, name = "orders") {
  const item = { kind: "topic-rule" as const, id: name, name, arn: there.iot.arn(name), related: [] };
  return topicRule.capture(ports(there) as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
}

export async function captured(there: IotPlace, name = "orders") {
  const found = await capturedOrNone(there, name);
  if (found === undefined) throw new Error(`${name} is gone`);
  return found;
}

export function request(
  { document, secrets }: { document: TopicRuleDocument; secrets?: unknown },
  more: Asked<TopicRuleDocument, never> = {},
  target = HOME,
) {
  const own = { ...(secrets !== undefined && { secrets: secrets as never }) };
  return requestOf(topicRule, document, { ...own, ...more }, target);
}

export async function planAt(there: IotPlace, asked: ReturnType<typeof request>) {
  const plan = await topicRule.plan(ports(there), asked);
  return { plan, titles: plan.steps.map(({ effect, title }) => `${effect} ${title}`) };
}

export async function apply(
  there: IotPlace,
  asked: ReturnType<typeof request>,
  known: Readonly<Record<string, string>> = {},
) {
  const { plan } = await planAt(there, asked);
  const ids = new Map([...plan.ids, ...Object.entries(known)]);
  for (const { perform } of plan.steps) await perform?.(ids);
  return { plan, activation: plan.activation(ids) };
}

export async function arm(
  there: IotPlace,
  activation: unknown,
  { arn = RULE, alongside = false, notes = [] as string[] } = {},
): Promise<string[]> {
  const done: string[] = [];
  const asked = { arn, alongside, note: (text: string) => void notes.push(text) };
  for (const one of topicRule.activate(ports(there), activation as never, asked))
    done.push(await one.activate());
  return done;
}

export function disarm(there: IotPlace, activation: unknown): Promise<string[]> {
  const asked = { arn: RULE, alongside: false, note: () => undefined };
  return takeBack(topicRule.activate(ports(there), activation as never, asked));
}
