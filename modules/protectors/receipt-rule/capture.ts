import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { CallError } from "../kit/calls.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { type Captured, FormError } from "../protector.ts";
import { arnOfReceiptRule, splitReceiptRuleId } from "./arn.ts";
import type { ReceiptRuleDocument } from "./document.ts";
import { READ, type ReceiptRuleReads, readReceiptRule } from "./read.ts";

/** One call reads all of its set, so it is of one moment. `undefined` when it is gone. */
export async function captureReceiptRule(
  reads: ReceiptRuleReads,
  { id, arn, hints }: CaptureItem,
): Promise<Captured<ReceiptRuleDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not a receipt rule's: it has none");
  const { partition, account, region } = parseArn(arn);
  const of = splitReceiptRuleId(id, "");
  if (arnOfReceiptRule({ partition, account, region }, of) !== arn)
    throw new CallError(READ, id, new Error(`${arn} is not its ARN`));
  const found = await readReceiptRule(reads, of);
  if (found === undefined) return undefined;
  const { enabled, order, settings } = found;
  const revision = hashOfRead(found);
  return {
    document: { kind: "receipt-rule", ...of, arn, account, region, enabled, order, settings },
    blobs: [],
    revision: { before: revision, after: revision },
    warnings: [],
  };
}
