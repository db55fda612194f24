import { attempt } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import type { PlanPorts } from "../../protector.ts";
import { type ReceiptRuleName, receiptRuleId } from "../arn.ts";
import type { ReceiptRuleDocument, ReceiptRuleSettings } from "../document.ts";
import { formOf, knownBefore } from "../form.ts";
import { READ, type ReadReceiptRule, type ReadRuleSet, type ReceiptRuleReads, readRuleSet } from "../read.ts";

/** A rule set as it is at the destination, and the rule in it. */
export interface LiveRule {
  /** `undefined`: none has this name. */
  readonly set: ReadRuleSet | undefined;
  readonly rule: ReadReceiptRule | undefined;
}

/** @throws RestoreError where it cannot be told whether it is there */
export async function liveReceiptRule(
  ports: ReceiptRuleReads & Pick<PlanPorts, "sleep">,
  of: ReceiptRuleName,
  again?: string,
): Promise<LiveRule> {
  const what = { resource: `receipt rule ${receiptRuleId(of)}`, call: READ, ...(again && { again }) };
  const set = await attempt(ports.sleep, what, () => readRuleSet(ports, of.set));
  return { set, rule: set?.rules.find(({ name }) => name === of.name) };
}

/** What of a live rule is another: what it does, whether it is enabled, and where it stands among the rules that the point knows. */
export interface ReceiptRuleChanges {
  readonly settings: boolean;
  readonly place: boolean;
}

export function changesOf(
  wanted: Pick<ReceiptRuleDocument, "name" | "order"> & { readonly settings: ReceiptRuleSettings },
  rule: ReadReceiptRule,
  { order }: ReadRuleSet,
): ReceiptRuleChanges {
  const { name } = wanted;
  return {
    settings: !sameJson(formOf(wanted.settings), formOf(rule.settings)),
    place: !sameJson(
      [...knownBefore(wanted.order, name, order)],
      [...knownBefore(order, name, wanted.order)],
    ),
  };
}
