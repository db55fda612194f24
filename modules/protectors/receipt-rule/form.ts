import type { JsonObject } from "../../contract/json.ts";
import { canonical, isObject } from "../kit/canonical.ts";
import { before, type ReceiptRuleSettings } from "./document.ts";

/**
 * One form for settings that mean the same: with the defaults that SES has.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_ReceiptRule.html
 */
export function formOf({ TlsPolicy, Recipients, Actions, ...settings }: ReceiptRuleSettings): JsonObject {
  return canonical({
    ...settings,
    TlsPolicy: TlsPolicy ?? "Optional",
    Recipients: (Array.isArray(Recipients) ? Recipients : []).map(String).sort(),
    Actions: Actions.map(({ LambdaAction: lambda, SNSAction: sns, ...action }) => ({
      ...action,
      ...(isObject(lambda) && { LambdaAction: { InvocationType: "Event", ...lambda } }),
      ...(isObject(sns) && { SNSAction: { Encoding: "UTF-8", ...sns } }),
    })),
  });
}

/** Of the rules that two orders share, those that come before one of that name in the first, sorted. */
export function knownBefore(
  order: readonly string[],
  name: string,
  other: readonly string[],
): readonly string[] {
  return before(order, name)
    .filter((one) => other.includes(one))
    .toSorted();
}
