import { parseFunctionArn, unqualified } from "../arn.ts";
import { functionEntries } from "../buckets.ts";
import type { JsonObject, NotificationDocument } from "../document.ts";
import type { LambdaReads } from "../ports.ts";
import { toJson } from "./json.ts";

/** The entries of one bucket that name the function; `undefined` when there are none any more. */
export async function readNotifications(
  reads: LambdaReads,
  bucket: string,
  functionArn: string,
): Promise<NotificationDocument | undefined> {
  const all = (await functionEntries(reads, bucket)) ?? [];
  const entries = all.filter(({ LambdaFunctionArn: arn = "" }) => unqualified(arn) === functionArn);
  return entries.length === 0
    ? undefined
    : { bucket, entries: entries.map((entry) => toJson(entry) as JsonObject) };
}

/** Qualifiers that the entries invoke. */
export function notifiedQualifiers(notifications: readonly NotificationDocument[]): readonly string[] {
  return notifications.flatMap(({ entries }) =>
    entries.flatMap(({ LambdaFunctionArn: arn }) => {
      const qualifier = typeof arn === "string" ? parseFunctionArn(arn).qualifier : undefined;
      return qualifier === undefined ? [] : [qualifier];
    }),
  );
}
