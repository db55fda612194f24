import type { SourcePos } from "../../core/diagnostic.ts";
import { MINUTES_A_DAY, parseDuration } from "../../core/duration.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { Block, Origin, Sourced } from "../policy.ts";
import { get, items, type Located, text } from "../yaml/located.ts";

/** A block with the place of each value in it. Undefined when it is not there or not in a form to be read. */
export function block<T>(
  node: Located | undefined,
  from: Origin,
  read: (node: Located) => T | undefined,
): Block<T> | undefined {
  const value = node && read(node);
  if (node === undefined || value === undefined) return undefined;
  const places: Record<string, SourcePos> = {};
  notePlaces(node, "", places);
  return { value, from, at: node.at, places };
}

/** Mappings go by their keys, items of lists by what they name, since their order means nothing: `pauses.2026-12-20.to`. */
function notePlaces(node: Located, path: string, places: Record<string, SourcePos>): void {
  const below = (key: string, child: Located): void => {
    const inner = path === "" ? key : `${path}.${key}`;
    places[inner] = child.at;
    notePlaces(child, inner, places);
  };
  if (node.kind === "map") for (const [key, entry] of node.entries) below(key, entry.node);
  if (node.kind === "list")
    for (const [i, item] of node.items.entries()) below(nameOf(item) ?? String(i), item);
}

/** The text itself, or what the keys say that an item of the language is known by. */
function nameOf(item: Located): string | undefined {
  if (item.kind === "scalar") return item.source;
  return ["from", "to", "name", "change"]
    .map((key) => text(get(item, key)))
    .find((name) => name !== undefined);
}

/** The readable items of a list, each with its place. */
export function sourcedItems<T>(
  node: Located | undefined,
  from: Origin,
  read: (node: Located) => T | undefined,
): Sourced<T>[] {
  return items(node).flatMap((item) => {
    const value = read(item);
    return value === undefined ? [] : [{ value, from, at: item.at }];
  });
}

/** Each text of a list once, sorted: for lists whose order means nothing. */
export function textSet(node: Located | undefined): string[] {
  return uniqueSorted(items(node).flatMap((item) => text(item) ?? []));
}

/** The texts of a list that are among those allowed, in the order of those. */
export function someOf<T extends string>(allowed: readonly T[], node: Located | undefined): T[] {
  const written = items(node).map(text);
  return allowed.filter((one) => written.includes(one));
}

export function oneOf<T extends string>(allowed: readonly T[], node: Located | undefined): T | undefined {
  const written = text(node);
  return allowed.find((one) => one === written);
}

/** A duration, in minutes. */
export function minutes(node: Located | undefined): number | undefined {
  return parseDuration(text(node) ?? "");
}

/** A duration of whole days or weeks, in days. */
export function days(node: Located | undefined): number | undefined {
  const written = text(node) ?? "";
  const parsed = /[dw]$/.test(written) ? parseDuration(written) : undefined;
  return parsed === undefined ? undefined : parsed / MINUTES_A_DAY;
}

/** What is not a whole number, or below the least, has been told: it would only make other figures look wrong. */
export function wholeNumber(node: Located | undefined, min: number): number | undefined {
  const value = node?.kind === "scalar" ? node.value : undefined;
  return typeof value === "number" && Number.isInteger(value) && value >= min ? value : undefined;
}

/** `{ [key]: value }` where there is a value: optional keys are left out, not undefined. */
export function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}

/** The same for texts under keys of one name. */
export function optionalText<K extends string>(
  node: Located | undefined,
  key: K,
): { readonly [P in K]?: string } {
  return optional(key, text(get(node, key)));
}
