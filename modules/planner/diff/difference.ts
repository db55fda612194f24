import { show } from "../../core/printable.ts";
import { shortList } from "../../core/short-list.ts";
import type { Change, ChangeClass } from "./change.ts";

/** One difference between two blocks, before it is known whose. */
export type BlockDifference = Pick<Change, "class" | "path" | "what" | "hint">;

/** One of those that all sites share, and the stack that carries it. Absent: nothing deployed does. */
export type Carried = BlockDifference & { readonly stack?: string };

/** Names of a list that are told one by one; the rest is counted. */
const MAX_TOLD = 8;

/** Something that protects neither more nor less. Nothing when it is the same. */
export function other<T>(path: string, before: T, after: T, what: string): BlockDifference[] {
  return before === after ? [] : [{ class: "changes", path, what }];
}

/** A figure of which more protects better. Nothing when it is the same. */
export function more(path: string, before: number, after: number, what: string): BlockDifference[] {
  if (before === after) return [];
  return [{ class: after > before ? "adds" : "weakens", path, what }];
}

/** A figure of which less protects better. */
export function less(path: string, before: number, after: number, what: string): BlockDifference[] {
  return more(path, -before, -after, what);
}

/** A set of which every member protects: what it gained and what it lost, each one difference. `loss` is the class of the latter. */
export function members(
  path: string,
  before: readonly string[],
  after: readonly string[],
  say: { readonly gained: (names: string) => string; readonly lost: (names: string) => string },
  loss: ChangeClass = "weakens",
): BlockDifference[] {
  const gained = after.filter((one) => !before.includes(one));
  const lost = before.filter((one) => !after.includes(one));
  return [...differenceOf("adds", path, gained, say.gained), ...differenceOf(loss, path, lost, say.lost)];
}

/** One difference for all of these names; nothing for none. */
export function differenceOf(
  kind: ChangeClass,
  path: string,
  names: readonly string[],
  say: (names: string) => string,
): BlockDifference[] {
  return names.length === 0 ? [] : [{ class: kind, path, what: say(listed(names)) }];
}

/** `a, b`, the rest of a long list counted; `none` when it is empty. */
export function listed(names: readonly string[]): string {
  return shortList(names, MAX_TOLD) || "none";
}

/** `14 (was 35)`; what is absent is `none`, or the word given for it. */
export function was<T>(
  before: T | undefined,
  after: T | undefined,
  say: (value: T) => string = String,
  absent = "none",
): string {
  const either = (value: T | undefined): string => (value === undefined ? absent : say(value));
  return `${either(after)} (was ${either(before)})`;
}

/** Free text of a person in quotes. */
export function quoted(text: string | undefined): string {
  return text === undefined ? "none" : show(text);
}
