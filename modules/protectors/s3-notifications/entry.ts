import type { Json, JsonObject } from "../../contract/json.ts";
import { canonical, isObject } from "../kit/canonical.ts";

/** ARN that an entry of any list tells its events to. */
export function destinationOf(entry: JsonObject): string | undefined {
  const arn = entry.LambdaFunctionArn ?? entry.QueueArn ?? entry.TopicArn;
  return typeof arn === "string" ? arn : undefined;
}

/** What a person knows it by: its Id, and whom it tells. */
export function entryLabel(entry: JsonObject): string {
  const to = destinationOf(entry);
  return [entry.Id === undefined ? "an entry without Id" : `entry ${String(entry.Id)}`, to && `to ${to}`]
    .filter(Boolean)
    .join(" ");
}

/** Which objects and events: `s3:ObjectCreated:* of img/*.png`. */
export function entryEvents(entry: JsonObject): string {
  return `${eventsOf(entry).sort().join(", ")} of ${entryRule(entry, "prefix")}*${entryRule(entry, "suffix")}`;
}

/** One form for entries that mean the same, for comparisons: an Id means nothing. */
export function entryForm(entry: JsonObject): JsonObject {
  const { Filter: _rules, Id: _id, ...rest } = entry;
  return canonical({ ...rest, prefix: entryRule(entry, "prefix"), suffix: entryRule(entry, "suffix") });
}

/** Whether one object's event could be told by both. */
export function collide(a: JsonObject, b: JsonObject): boolean {
  const [prefix, otherPrefix] = [entryRule(a, "prefix"), entryRule(b, "prefix")];
  const [suffix, otherSuffix] = [entryRule(a, "suffix"), entryRule(b, "suffix")];
  return (
    (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix)) &&
    (suffix.endsWith(otherSuffix) || otherSuffix.endsWith(suffix)) &&
    eventsOf(a).some((event) => eventsOf(b).some((other) => covers(event, other) || covers(other, event)))
  );
}

/** `s3:ObjectCreated:*` covers `s3:ObjectCreated:Put`. */
function covers(event: string, other: string): boolean {
  return event === other || (event.endsWith("*") && other.startsWith(event.slice(0, -1)));
}

function eventsOf(entry: JsonObject): string[] {
  return Array.isArray(entry.Events) ? entry.Events.map(String) : [];
}

/** A filter's text; S3 returns the names capitalised or not. */
export function entryRule(entry: JsonObject, name: "prefix" | "suffix"): string {
  const filter =
    isObject(entry.Filter) && isObject(entry.Filter.Key) ? entry.Filter.Key.FilterRules : undefined;
  const rules = Array.isArray(filter) ? filter : [];
  const found = rules.find((item: Json) => isObject(item) && String(item.Name).toLowerCase() === name);
  return isObject(found) ? String(found.Value ?? "") : "";
}
