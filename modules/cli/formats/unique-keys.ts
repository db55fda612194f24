import { error, PolicyError } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { counter, JSON_TOKEN } from "./locate-json.ts";

/** `undefined` for a list; of a mapping its keys so far, and whether a value comes next. */
type Open = { readonly keys: Set<string>; valueNext: boolean } | undefined;

/** Mistakes of one file that are told: one that a program wrote twice has as many. */
const MOST = 20;

/**
 * `JSON.parse` takes the last of two values with one key, and nobody hears of the first.
 * @param text JSON that parses
 * @throws PolicyError with the place of each second key
 */
export function requireUniqueKeys(file: string, text: string): void {
  const open: Open[] = [];
  const repeated: { readonly key: string; readonly offset: number }[] = [];
  JSON_TOKEN.lastIndex = 0;
  for (let found = JSON_TOKEN.exec(text); found !== null; found = JSON_TOKEN.exec(text)) {
    const [, token = ""] = found;
    const into = open.at(-1);
    if (token === "{") open.push({ keys: new Set(), valueNext: false });
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (into === undefined) continue;
    else if (token === ":" || token === ",") into.valueNext = token === ":";
    else if (!into.valueNext) {
      const key = token.includes("\\") ? String(JSON.parse(token)) : token.slice(1, -1);
      if (into.keys.has(key)) repeated.push({ key, offset: JSON_TOKEN.lastIndex - token.length });
      into.keys.add(key);
    }
    if (repeated.length >= MOST) break;
  }
  if (repeated.length === 0) return;
  const place = counter(file, text);
  throw new PolicyError(
    repeated.map(({ key, offset }) =>
      error("YAML", place(offset), `duplicate key ${show(key)}`, "keep one of the two"),
    ),
  );
}
