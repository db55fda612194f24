import type { ReceiptRule } from "@aws-sdk/client-ses";
import type { ReceiptRuleDocument } from "../../../modules/protectors/receipt-rule/document.ts";
import { receiptRule } from "../../../modules/protectors/receipt-rule/protector.ts";
import { SesPlace } from "../../support/conforming/ses-place.ts";
import { listedBy } from "../../support/listed-by.ts";
import { type Asked, planPortsOf, requestOf } from "../../support/made-plan.ts";
import { takeBack } from "../../support/take-back.ts";

export const HOME = { partition: "aws", account: "111122223333", region: "us-east-1" };
export const FUNCTION = `arn:aws:lambda:${HOME.region}:${HOME.account}:function:orders`;

export function place(at = HOME): SesPlace {
  return new SesPlace({ ...at, page: 2 });
}

/** A rule at the end of the set `inbound`, which is active. */
export function made(Name: string, parts: Partial<ReceiptRule> = {}, there = place()): SesPlace {
  const { ses } = there;
  if (!ses.sets.has("inbound")) ses.CreateReceiptRuleSet({ RuleSetName: "inbound" });
  ses.active = "inbound";
  const After = ses.sets.get("inbound")?.at(-1)?.Name;
  ses.CreateReceiptRule({
    RuleSetName: "inbound",
    Rule: { Name, Enabled: true, Actions: [{ LambdaAction: { FunctionArn: FUNCTION } }], ...parts },
    ...(After !== undefined && { After }),
  });
  return there;
}

export function names({ ses }: SesPlace): (string | undefined)[] {
  return (ses.sets.get("inbound") ?? []).map(({ Name }) => Name);
}

function ports({ client, ses: { account, region } }: SesPlace) {
  return planPortsOf({ account, region, client });
}

export function listed(there: SesPlace) {
  return listedBy(receiptRule, ports(there));
}

export async function captured(there: SesPlace, name: string) {
  const id = `inbound/${name}`;
  const item = {
    kind: "receipt-rule" as const,
    ...{ id, name: id, arn: there.ses.arn("inbound", name), related: [] },
  };
  const found = await receiptRule.capture(ports(there) as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error("it is gone");
  return found;
}

export function request(
  { document, secrets }: { document: ReceiptRuleDocument; secrets?: unknown },
  more: Asked<ReceiptRuleDocument, never> = {},
  target = HOME,
) {
  const own = { ...(secrets !== undefined && { secrets: secrets as never }) };
  return requestOf(receiptRule, document, { ...own, ...more }, target);
}

export async function apply(
  there: SesPlace,
  asked: ReturnType<typeof request>,
  known: Readonly<Record<string, string>> = {},
) {
  const plan = await receiptRule.plan(ports(there), asked);
  const ids = new Map([...plan.ids, ...Object.entries(known)]);
  for (const { perform } of plan.steps) await perform?.(ids);
  return {
    plan,
    titles: plan.steps.map(({ effect, title }) => `${effect} ${title}`),
    activation: plan.activation(ids),
  };
}

function activating(there: SesPlace, activation: unknown, notes: string[]) {
  const asked = {
    arn: there.ses.arn("inbound", "any"),
    ...{ alongside: false, note: (text: string) => void notes.push(text) },
  };
  return receiptRule.activate(ports(there), activation as never, asked);
}

export async function arm(there: SesPlace, activation: unknown, notes: string[] = []): Promise<string[]> {
  const done: string[] = [];
  for (const one of activating(there, activation, notes)) done.push(await one.activate());
  return done;
}

export function disarm(there: SesPlace, activation: unknown): Promise<string[]> {
  return takeBack(activating(there, activation, []));
}
