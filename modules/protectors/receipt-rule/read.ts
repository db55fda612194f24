import {
  DescribeReceiptRuleSetCommand,
  ListReceiptRuleSetsCommand,
  type ReceiptRule,
  type SESClient,
} from "@aws-sdk/client-ses";
import { CallError, callOrNone } from "../kit/calls.ts";
import { pick } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";
import type { ReceiptRuleName } from "./arn.ts";
import type { ReceiptRuleDocument, ReceiptRuleSettings } from "./document.ts";

/** What reading receipt rules asks. */
export interface ReceiptRuleReads {
  readonly ses: Pick<SESClient, "send">;
}

/** What SES gives of a rule and takes, but for its name and whether it is enabled. */
const SETTINGS = [
  "TlsPolicy",
  "Recipients",
  "Actions",
  "ScanEnabled",
] as const satisfies readonly (keyof ReceiptRule)[];

export const READ = "ses:DescribeReceiptRuleSet";

export type ReadReceiptRule = Pick<ReceiptRuleDocument, "name" | "enabled" | "settings">;

/** A rule set, whose one answer is of one moment. */
export interface ReadRuleSet {
  readonly rules: readonly ReadReceiptRule[];
  /** Names of all of them, in the order in which SES goes through them. */
  readonly order: readonly string[];
}

/** Names of the rule sets of the region. */
export async function* ruleSets({ ses }: ReceiptRuleReads, region: string): AsyncIterable<string> {
  const asked = "ses:ListReceiptRuleSets";
  const pages = everyPage(
    asked,
    region,
    (NextToken) => ses.send(new ListReceiptRuleSetsCommand({ NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { RuleSets = [] } of pages)
    for (const { Name: name } of RuleSets) {
      if (name === undefined) throw new CallError(asked, region, new Error("it lists one without a name"));
      yield name;
    }
}

/** `undefined` when there is none of that name. */
export async function readRuleSet({ ses }: ReceiptRuleReads, set: string): Promise<ReadRuleSet | undefined> {
  const answer = await callOrNone(READ, set, () =>
    ses.send(new DescribeReceiptRuleSetCommand({ RuleSetName: set })),
  );
  if (answer === undefined) return undefined;
  const { Metadata, Rules } = answer;
  if (Metadata?.Name !== set)
    throw new CallError(READ, set, new Error(`it answered for ${Metadata?.Name ?? "a set without a name"}`));
  const rules = (Rules ?? []).map((rule): ReadReceiptRule => {
    if (rule.Name === undefined) throw new CallError(READ, set, new Error("one of its rules has no name"));
    const settings = pick(rule, SETTINGS);
    return {
      name: rule.Name,
      enabled: rule.Enabled === true,
      settings: { ...settings, Actions: settings.Actions ?? [] } as ReceiptRuleSettings,
    };
  });
  return { rules, order: rules.map(({ name }) => name) };
}

/** One rule with the order of its set; `undefined` when there is none of that name. */
export async function readReceiptRule(
  reads: ReceiptRuleReads,
  { set, name }: ReceiptRuleName,
): Promise<(ReadReceiptRule & Pick<ReadRuleSet, "order">) | undefined> {
  const found = await readRuleSet(reads, set);
  const rule = found?.rules.find((one) => one.name === name);
  return found === undefined || rule === undefined ? undefined : { ...rule, order: found.order };
}
