import type { JsonObject } from "../../contract/json.ts";
import { type Configuration, LISTS, type List } from "./document.ts";
import { collide, destinationOf } from "./entry.ts";
import { hasSameFilter, isSame, pairsOf, replacedBy } from "./pairs.ts";

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
  const pairs = new Map(NAMES.flatMap((list) => [...pairsOf(there, ours, list)]));
  const kept = new Map(
    NAMES.map((list) => {
      const replaced = replacedBy(there, ours, list);
      return [list, entriesOf(there, list).filter((entry) => !isDead(entry) && !replaced.has(entry))];
    }),
  );
  const taken = new Set([...[...kept.values()].flat(), ...pairs.values()].map(({ Id }) => Id));
  const lists = NAMES.flatMap((list) => {
    const after = [...(kept.get(list) ?? []), ...entriesOf(ours, list).map(named)];
    if (entriesOf(ours, list).length === 0 && after.length === entriesOf(there, list).length) return [];
    return [[list, after] as const];
  });
  const bridge = ours.EventBridgeConfiguration;
  return {
    ...there,
    ...Object.fromEntries(lists),
    ...(bridge !== undefined && { EventBridgeConfiguration: bridge }),
  };

  function named(one: JsonObject): JsonObject {
    const before = pairs.get(one);
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
  return NAMES.flatMap((list) => {
    const replaced = replacedBy(there, ours, list);
    return entriesOf(there, list).filter(
      (entry) => !replaced.has(entry) && wanted.some((one) => collide(one, entry)),
    );
  });
}

/** Entries that are ours and no longer say what we would write, each with all that ours say in its place. */
export function changedEntries(
  there: Configuration,
  ours: Configuration,
): readonly { readonly is: JsonObject; readonly ours: readonly JsonObject[] }[] {
  return NAMES.flatMap((list) => {
    const found = entriesOf(there, list);
    const absent = entriesOf(ours, list).filter((one) => !found.some((entry) => isSame(one, entry)));
    const pairs = pairsOf(there, ours, list);
    return found
      .filter((entry) => !entriesOf(ours, list).some((one) => isSame(one, entry)))
      .map((is) => ({
        is,
        ours: absent.filter((one) => pairs.get(one) === is || hasSameFilter(one, is, list)),
      }))
      .filter((changed) => changed.ours.length > 0);
  });
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
