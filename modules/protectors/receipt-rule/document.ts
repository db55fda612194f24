import type { JsonObject } from "../../contract/json.ts";
import { parserOf } from "../kit/parse.ts";
import type { ReceiptRuleName } from "./arn.ts";
import schema from "./document.schema.json" with { type: "json" };

/** Of `ReceiptRuleDocument`; another number is another form. */
export const FORMAT = 1;

/** Fields that are kept among the secrets: whose mail the rule takes, and what it adds to it. */
export const SEALED = ["settings.Recipients", "settings.Actions.*.AddHeaderAction.HeaderValue"];

/** What CreateReceiptRule takes, by its own names, without name and whether it is enabled. */
export interface ReceiptRuleSettings extends JsonObject {
  /** At most 10, each an object of one member that says which. https://docs.aws.amazon.com/ses/latest/APIReference/API_ReceiptAction.html */
  readonly Actions: readonly JsonObject[];
}

/** What a receipt rule was: the part of a recovery point that a restore reads. */
export interface ReceiptRuleDocument extends ReceiptRuleName {
  readonly kind: "receipt-rule";
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly enabled: boolean;
  /** Names of all rules of its set, its own too, in the order in which SES goes through them. */
  readonly order: readonly string[];
  readonly settings: ReceiptRuleSettings;
}

/** @throws FormError */
export const parseReceiptRule = parserOf<ReceiptRuleDocument>(schema, "the document of a receipt rule");

/** Names of the rules that come before one of that name. */
export function before(order: readonly string[], name: string): readonly string[] {
  return order.slice(0, Math.max(order.indexOf(name), 0));
}
