import type { JsonObject } from "../../contract/json.ts";
import { sameJson } from "../kit/canonical.ts";
import { type Configuration, LISTS, type List } from "./document.ts";
import { collide, entryForm, entryRule } from "./entry.ts";

type Stands = (ours: JsonObject, entry: JsonObject, list: List) => boolean;

/**
 * Entries of ours in a list, each with the one that is there and that it takes the place of. One that is there stands for one
 * of ours alone, since its Id goes on to it and S3 takes no Id twice: one that says the same first, then one of the same
 * Id, then one of the same filter.
 */
export function pairsOf(
  there: Configuration,
  ours: Configuration,
  list: List,
): ReadonlyMap<JsonObject, JsonObject> {
  const pairs = new Map<JsonObject, JsonObject>();
  const left = new Set(there[list] ?? []);
  for (const stands of [isSame, hasSameId, hasSameFilter] satisfies Stands[])
    for (const one of (ours[list] ?? []).filter((each) => !pairs.has(each))) {
      const entry = [...left].find((each) => stands(one, each, list));
      if (entry === undefined) continue;
      pairs.set(one, entry);
      left.delete(entry);
    }
  return pairs;
}

/** Entries that are there and go when ours are written: those in pairs, and others of the same destination and filter. */
export function replacedBy(there: Configuration, ours: Configuration, list: List): ReadonlySet<JsonObject> {
  const paired = new Set(pairsOf(there, ours, list).values());
  const wanted = ours[list] ?? [];
  return new Set(
    (there[list] ?? []).filter(
      (entry) => paired.has(entry) || wanted.some((one) => hasSameFilter(one, entry, list)),
    ),
  );
}

/** Whether both say the same, whatever their Ids. */
export function isSame(ours: JsonObject, entry: JsonObject): boolean {
  return sameJson(entryForm(entry), entryForm(ours));
}

function hasSameId(ours: JsonObject, entry: JsonObject, list: List): boolean {
  return ours.Id !== undefined && ours.Id === entry.Id && hasSameDestination(ours, entry, list);
}

/** An entry that tells the same destination of the same objects. */
export function hasSameFilter(ours: JsonObject, entry: JsonObject, list: List): boolean {
  return (
    hasSameDestination(ours, entry, list) &&
    entryRule(ours, "prefix") === entryRule(entry, "prefix") &&
    entryRule(ours, "suffix") === entryRule(entry, "suffix") &&
    collide(ours, entry)
  );
}

function hasSameDestination(ours: JsonObject, entry: JsonObject, list: List): boolean {
  return ours[LISTS[list]] === entry[LISTS[list]];
}
