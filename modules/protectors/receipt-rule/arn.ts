import type { RestoreTarget } from "../protector.ts";

/** A receipt rule in its rule set: names are unique in a set alone. */
export interface ReceiptRuleName {
  readonly set: string;
  readonly name: string;
}

/** `inbound/orders` */
export function receiptRuleId({ set, name }: ReceiptRuleName): string {
  return `${set}/${name}`;
}

/** Of an id, or of the other name that a person gives: without a set it stays in the one that it had. */
export function splitReceiptRuleId(id: string, set: string): ReceiptRuleName {
  const slash = id.indexOf("/");
  return slash < 0 ? { set, name: id } : { set: id.slice(0, slash), name: id.slice(slash + 1) };
}

export function arnOfReceiptRule(
  { partition, region, account }: RestoreTarget,
  { set, name }: ReceiptRuleName,
): string {
  return `arn:${partition}:ses:${region}:${account}:receipt-rule-set/${set}:receipt-rule/${name}`;
}

/** The id of the rule that the last part of an ARN of SES names. */
export function receiptRuleNamed(resource: string): string | undefined {
  const [, set, name] = /^receipt-rule-set\/([^/:]+):receipt-rule\/([^/:]+)$/.exec(resource) ?? [];
  return set === undefined || name === undefined ? undefined : receiptRuleId({ set, name });
}
