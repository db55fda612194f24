import { canonical, sameJson } from "../canonical.ts";
import { isObject } from "../canonical-configuration.ts";
import type { Json, JsonObject, NotificationDocument } from "../document.ts";

/** A bucket's notification document: what GetBucketNotificationConfiguration returns. */
export type BucketDocument = JsonObject;

const LISTS = ["LambdaFunctionConfigurations", "QueueConfigurations", "TopicConfigurations"] as const;

/**
 * The bucket's document with our entries in it. Whatever else is there survives: other functions, queues, topics and
 * EventBridge. An entry of the same Id, or of the same function and filter, is replaced by ours.
 */
export function mergeNotifications(there: BucketDocument, { entries }: NotificationDocument): BucketDocument {
  const kept = entriesOf(there, "LambdaFunctionConfigurations").filter(
    (entry) => !entries.some((ours) => standsFor(ours, entry)),
  );
  return { ...there, LambdaFunctionConfigurations: [...kept, ...entries] };
}

/** Whether our entries are in the document as they should be. */
export function holdsEntries(there: BucketDocument, { entries }: NotificationDocument): boolean {
  const found = entriesOf(there, "LambdaFunctionConfigurations");
  return entries.every((ours) => found.some((entry) => sameJson(formOf(entry), formOf(ours))));
}

/** Foreign entries that S3 would not accept beside ours: the same event of the same object in two places. */
export function overlaps(there: BucketDocument, notification: NotificationDocument): string[] {
  const merged = mergeNotifications(there, notification);
  const foreign = LISTS.flatMap((list) => entriesOf(merged, list)).filter(
    (entry) => !notification.entries.includes(entry),
  );
  return foreign
    .filter((entry) => notification.entries.some((ours) => collide(ours, entry)))
    .map((entry) =>
      String(entry.Id ?? entry.LambdaFunctionArn ?? entry.QueueArn ?? entry.TopicArn ?? "without Id"),
    )
    .sort();
}

function entriesOf(document: BucketDocument, list: (typeof LISTS)[number]): JsonObject[] {
  const entries = document[list];
  return Array.isArray(entries) ? entries.filter((entry: Json) => isObject(entry)) : [];
}

function standsFor(ours: JsonObject, entry: JsonObject): boolean {
  if (ours.Id !== undefined && ours.Id === entry.Id) return true;
  return (
    ours.LambdaFunctionArn === entry.LambdaFunctionArn &&
    rule(ours, "prefix") === rule(entry, "prefix") &&
    rule(ours, "suffix") === rule(entry, "suffix") &&
    collide(ours, entry)
  );
}

function collide(a: JsonObject, b: JsonObject): boolean {
  const [prefix, otherPrefix] = [rule(a, "prefix"), rule(b, "prefix")];
  const [suffix, otherSuffix] = [rule(a, "suffix"), rule(b, "suffix")];
  return (
    (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix)) &&
    (suffix.endsWith(otherSuffix) || otherSuffix.endsWith(suffix)) &&
    events(a).some((event) => events(b).some((other) => covers(event, other) || covers(other, event)))
  );
}

/** `s3:ObjectCreated:*` covers `s3:ObjectCreated:Put`. */
function covers(event: string, other: string): boolean {
  return event === other || (event.endsWith("*") && other.startsWith(event.slice(0, -1)));
}

function events(entry: JsonObject): string[] {
  return Array.isArray(entry.Events) ? entry.Events.map(String) : [];
}

/** A filter's text; S3 returns the names capitalised or not. */
function rule(entry: JsonObject, name: "prefix" | "suffix"): string {
  const filter =
    isObject(entry.Filter) && isObject(entry.Filter.Key) ? entry.Filter.Key.FilterRules : undefined;
  const rules = Array.isArray(filter) ? filter : [];
  const found = rules.find((item: Json) => isObject(item) && String(item.Name).toLowerCase() === name);
  return isObject(found) ? String(found.Value ?? "") : "";
}

function formOf(entry: JsonObject): JsonObject {
  const { Filter: _rules, ...rest } = entry;
  return canonical({ ...rest, prefix: rule(entry, "prefix"), suffix: rule(entry, "suffix") });
}
