import type { Json, JsonObject } from "../../contract/json.ts";
import { canonical, isObject, sameJson } from "../kit/canonical.ts";
import { type Configuration, LISTS, type List } from "./document.ts";

const NAMES = Object.keys(LISTS) as readonly List[];

/**
 * The bucket's document with our entries in it. Whatever else is there survives: only an entry of the same destination,
 * and of the same Id or filter, is replaced by ours, and hands on its Id. An Id says nothing of whose an entry is, so one of ours that another
 * entry has already is left for S3 to give.
 */
export function mergeNotifications(there: Configuration, ours: Configuration): Configuration {
  const kept = new Map(
    NAMES.map((list) => [
      list,
      entriesOf(there, list).filter(
        (entry) => !entriesOf(ours, list).some((one) => standsFor(one, entry, list)),
      ),
    ]),
  );
  const taken = new Set([...kept.values()].flat().map(({ Id }) => Id));
  const lists = NAMES.flatMap((list) => {
    const wanted = entriesOf(ours, list);
    if (wanted.length === 0) return [];
    return [[list, [...(kept.get(list) ?? []), ...wanted.map((one) => named(one, list))]] as const];
  });
  const bridge = ours.EventBridgeConfiguration;
  return {
    ...there,
    ...Object.fromEntries(lists),
    ...(bridge !== undefined && { EventBridgeConfiguration: bridge }),
  };

  function named(one: JsonObject, list: List): JsonObject {
    const before = entriesOf(there, list).find((entry) => standsFor(one, entry, list));
    if (before?.Id !== undefined) return { ...one, Id: before.Id };
    const { Id, ...rest } = one;
    return Id === undefined || taken.has(Id) ? rest : one;
  }
}

/** Whether our entries are in the document as they should be, whatever their Ids. */
export function holdsEntries(there: Configuration, ours: Configuration): boolean {
  const bridged = ours.EventBridgeConfiguration === undefined || there.EventBridgeConfiguration !== undefined;
  return (
    bridged &&
    NAMES.every((list) => {
      const found = entriesOf(there, list);
      return entriesOf(ours, list).every((one) =>
        found.some((entry) => sameJson(entryForm(entry), entryForm(one))),
      );
    })
  );
}

/** Foreign entries that S3 would not accept beside ours: the same event of the same object in two places. */
export function overlaps(there: Configuration, ours: Configuration): string[] {
  const wanted = NAMES.flatMap((list) => entriesOf(ours, list));
  return NAMES.flatMap((list) =>
    entriesOf(there, list).filter(
      (entry) =>
        !entriesOf(ours, list).some((one) => standsFor(one, entry, list)) &&
        wanted.some((one) => collide(one, entry)),
    ),
  )
    .map((entry) => String(entry.Id ?? destinationOf(entry) ?? "without Id"))
    .sort();
}

export function entriesOf(configuration: Configuration, list: List): readonly JsonObject[] {
  return configuration[list] ?? [];
}

/** ARN that an entry of any list tells its events to. */
export function destinationOf(entry: JsonObject): string | undefined {
  const arn = entry.LambdaFunctionArn ?? entry.QueueArn ?? entry.TopicArn;
  return typeof arn === "string" ? arn : undefined;
}

/** Whom a bucket tells, in any list. */
export function destinationsOf(configuration: Configuration): readonly string[] {
  return NAMES.flatMap((list) =>
    entriesOf(configuration, list).flatMap((entry) => destinationOf(entry) ?? []),
  );
}

/** One form for entries that mean the same, for comparisons: an Id means nothing. */
export function entryForm(entry: JsonObject): JsonObject {
  const { Filter: _rules, Id: _id, ...rest } = entry;
  return canonical({ ...rest, prefix: rule(entry, "prefix"), suffix: rule(entry, "suffix") });
}

/** An entry that tells the same destination, by the same name or of the same objects. */
function standsFor(ours: JsonObject, entry: JsonObject, list: List): boolean {
  if (ours[LISTS[list]] !== entry[LISTS[list]]) return false;
  if (ours.Id !== undefined && ours.Id === entry.Id) return true;
  return (
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
