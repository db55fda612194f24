import type { JsonObject } from "../../contract/json.ts";
import { sameJson } from "../kit/canonical.ts";
import { type Configuration, LISTS, type List } from "./document.ts";
import { collide, destinationOf, entryForm, entryRule } from "./entry.ts";

const NAMES = Object.keys(LISTS) as readonly List[];
/** ARNs of functions that are gone: an entry that calls one of them is nobody's. */
export type Gone = ReadonlySet<string>;
const NONE: Gone = new Set();

/**
 * The bucket's document with our entries in it. Whatever else is there survives: only an entry of the same destination,
 * and of the same Id or filter, is replaced by ours, and hands on its Id; and one of the same events that calls a function
 * which is gone. An Id says nothing of whose an entry is, so one of ours that another entry has already is left for S3 to give.
 */
export function mergeNotifications(
  there: Configuration,
  ours: Configuration,
  gone: Gone = NONE,
): Configuration {
  const wanted = NAMES.flatMap((list) => entriesOf(ours, list));
  const isDead = (entry: JsonObject): boolean =>
    gone.has(destinationOf(entry) ?? "") && wanted.some((one) => collide(one, entry));
  const kept = new Map(
    NAMES.map((list) => [
      list,
      entriesOf(there, list).filter(
        (entry) => !isDead(entry) && !entriesOf(ours, list).some((one) => standsFor(one, entry, list)),
      ),
    ]),
  );
  const taken = new Set([...kept.values()].flat().map(({ Id }) => Id));
  const lists = NAMES.flatMap((list) => {
    const after = [...(kept.get(list) ?? []), ...entriesOf(ours, list).map((one) => named(one, list))];
    if (entriesOf(ours, list).length === 0 && after.length === entriesOf(there, list).length) return [];
    return [[list, after] as const];
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

/** The bucket's document without our entries, as far as they are as ours are; `bridge`: without EventBridge too. */
export function withoutEntries(there: Configuration, ours: Configuration, bridge: boolean): Configuration {
  const { EventBridgeConfiguration: bridged, ...rest } = there;
  const lists = NAMES.flatMap((list) => {
    const kept = entriesOf(there, list).filter(
      (entry) => !entriesOf(ours, list).some((one) => isSame(one, entry)),
    );
    return kept.length === 0 ? [] : [[list, kept] as const];
  });
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => !NAMES.includes(key as List))),
    ...Object.fromEntries(lists),
    ...(bridged !== undefined && !bridge && { EventBridgeConfiguration: bridged }),
  };
}

/** Whether our entries are in the document as they should be, whatever their Ids. */
export function holdsEntries(there: Configuration, ours: Configuration): boolean {
  const bridged = ours.EventBridgeConfiguration === undefined || there.EventBridgeConfiguration !== undefined;
  return (
    bridged &&
    NAMES.every((list) => {
      const found = entriesOf(there, list);
      return entriesOf(ours, list).every((one) => found.some((entry) => isSame(one, entry)));
    })
  );
}

/** Entries of others that S3 would not accept beside ours: the same event of the same object in two places. */
export function overlaps(there: Configuration, ours: Configuration): readonly JsonObject[] {
  const wanted = NAMES.flatMap((list) => entriesOf(ours, list));
  return NAMES.flatMap((list) =>
    entriesOf(there, list).filter(
      (entry) =>
        !entriesOf(ours, list).some((one) => standsFor(one, entry, list)) &&
        wanted.some((one) => collide(one, entry)),
    ),
  );
}

/** Entries that are ours and no longer say what we would write, each with what ours says. */
export function changedEntries(
  there: Configuration,
  ours: Configuration,
): readonly { readonly is: JsonObject; readonly ours: JsonObject }[] {
  return NAMES.flatMap((list) =>
    entriesOf(ours, list).flatMap((one) => {
      const found = entriesOf(there, list).filter((entry) => standsFor(one, entry, list));
      const same = found.some((entry) => isSame(one, entry));
      return same ? [] : found.map((is) => ({ is, ours: one }));
    }),
  );
}

export function entriesOf(configuration: Configuration, list: List): readonly JsonObject[] {
  return configuration[list] ?? [];
}

/** Whom a bucket tells, in any list. */
export function destinationsOf(configuration: Configuration): readonly string[] {
  return NAMES.flatMap((list) =>
    entriesOf(configuration, list).flatMap((entry) => destinationOf(entry) ?? []),
  );
}

function isSame(ours: JsonObject, entry: JsonObject): boolean {
  return sameJson(entryForm(entry), entryForm(ours));
}

/** An entry that tells the same destination, by the same name or of the same objects. */
function standsFor(ours: JsonObject, entry: JsonObject, list: List): boolean {
  if (ours[LISTS[list]] !== entry[LISTS[list]]) return false;
  if (ours.Id !== undefined && ours.Id === entry.Id) return true;
  return (
    entryRule(ours, "prefix") === entryRule(entry, "prefix") &&
    entryRule(ours, "suffix") === entryRule(entry, "suffix") &&
    collide(ours, entry)
  );
}
