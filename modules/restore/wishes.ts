import type { ThingId } from "../contract/kinds.ts";
import { matchesGlob } from "../core/glob.ts";
import { thingName } from "../core/thing-name.ts";

/** What of a restore a person wants, each word a kind, a thing by `kind/name`, or such a name with `*`: `lambda/orders-*`. */
export interface Wishes {
  /** What is of none of these stays away. Absent: everything is wanted. */
  readonly only?: readonly string[];
  /** What is of one of these stays away. Words of parts say nothing here. */
  readonly skip?: ReadonlySet<string>;
}

/** `name` as `thingName` makes it. */
export function goesBy(word: string, name: string): boolean {
  return word === name || word === name.slice(0, name.indexOf("/")) || matchesGlob(word, name);
}

/** Whether a person leaves it out: neither it nor what would come along with it is looked at. */
export function isSkipped({ skip = new Set() }: Wishes, name: string): boolean {
  return [...skip].some((word) => goesBy(word, name));
}

/** Whether it is of what a person wants alone. What is not may still bring along what is. */
export function isOfOnly({ only }: Wishes, thing: ThingId): boolean {
  return only === undefined || only.some((word) => goesBy(word, thingName(thing)));
}
