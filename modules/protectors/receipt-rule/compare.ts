import type { JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { isObject } from "../kit/canonical.ts";
import { type Difference, differencesOf } from "../kit/differences.ts";
import { renamed } from "../kit/renamed.ts";
import { mappedBucket } from "../kit/translate/bucket.ts";
import type { IdMap } from "../protector.ts";
import type { ReceiptRuleDocument, ReceiptRuleSettings } from "./document.ts";
import { formOf, knownBefore } from "./form.ts";

/** Where a restored rule differs from what was captured: rules of its set that only one of both has make no difference. */
export function compareReceiptRules(
  was: ReceiptRuleDocument,
  is: ReceiptRuleDocument,
  ids: IdMap,
  { armed }: { readonly armed: boolean },
): Difference[] {
  const moved = renamed(was.settings, ids, { from: was.arn, to: is.arn }) as ReceiptRuleSettings;
  const settings = { ...moved, Actions: moved.Actions.map((one) => withBucket(one, ids, was.arn)) };
  const names = was.order.map((name) => (name === was.name ? is.name : name));
  const view = (
    { enabled }: ReceiptRuleDocument,
    of: ReceiptRuleSettings,
    after: readonly string[],
  ): JsonObject => ({ settings: formOf(of), after, ...(armed && { enabled }) });
  return differencesOf(
    view(was, settings, knownBefore(names, is.name, is.order)),
    view(is, is.settings, knownBefore(is.order, is.name, names)),
  );
}

/** A bucket's name and its ARN stand for each other. */
function withBucket(action: JsonObject, ids: IdMap, arn: string): JsonObject {
  const { S3Action: s3 } = action;
  if (!isObject(s3)) return action;
  const now = mappedBucket(ids, parseArn(arn).partition, String(s3.BucketName))?.to;
  return now === undefined ? action : { ...action, S3Action: { ...s3, BucketName: now } };
}
