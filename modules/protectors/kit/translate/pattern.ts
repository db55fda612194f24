import type { IdMap } from "../../protector.ts";

/** What an entry of the map with `*` makes of a text. */
export interface ByPattern {
  readonly to: string;
  /** Which entry of the map says so. */
  readonly by: string;
}

/** A key with `*`, in the texts between them. */
interface Pattern {
  readonly key: string;
  readonly parts: readonly [first: string, ...others: string[]];
  readonly to: readonly string[];
}

/** One map serves a whole restore: its patterns are taken apart once. */
const PATTERNS = new WeakMap<IdMap, readonly Pattern[]>();

/**
 * The most exact entry with `*` that a text goes by: the one with most before its first `*`, then with most text. Each `*`
 * stands for the shortest text that does, and the counterpart's for the same one.
 */
export function byPattern(map: IdMap, text: string): ByPattern | undefined {
  for (const { key, parts, to } of patternsOf(map)) {
    const stars = starsIn(parts, text);
    if (stars === undefined) continue;
    const [first = "", ...others] = to;
    return { to: first + others.map((part, at) => `${stars[at] ?? ""}${part}`).join(""), by: key };
  }
  return undefined;
}

/** How exact a key with `*` is: what stands before its first one, and how much text it has. */
export function exactness(key: string): { readonly before: string; readonly text: number } {
  const [before = "", ...others] = key.split("*");
  return { before, text: before.length + others.join("").length };
}

function patternsOf(map: IdMap): readonly Pattern[] {
  const known = PATTERNS.get(map);
  if (known !== undefined) return known;
  const patterns = Object.entries(map)
    .filter(([key]) => key.includes("*"))
    .map(([key, to]) => {
      const [first = "", ...others] = key.split("*");
      return { key, parts: [first, ...others] as const, to: to.split("*"), ...exactness(key) };
    })
    .sort((a, b) => b.before.length - a.before.length || b.text - a.text);
  PATTERNS.set(map, patterns);
  return patterns;
}

/** What each `*` stands for; `undefined` where the text is another. */
function starsIn([first, ...others]: Pattern["parts"], text: string): readonly string[] | undefined {
  const last = others.pop() ?? "";
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return undefined;
  const stars: string[] = [];
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return undefined;
    stars.push(text.slice(at, found));
    at = found + part.length;
  }
  return [...stars, text.slice(at, end)];
}
