import type { SourcePos } from "../../core/diagnostic.ts";
import type { Located } from "../../policy/yaml/located.ts";

type Entries = Map<string, { readonly keyAt: SourcePos; readonly node: Located }>;
type Open =
  | { readonly kind: "list"; readonly at: SourcePos; readonly items: Located[] }
  | { readonly kind: "map"; readonly at: SourcePos; readonly entries: Entries; key?: [string, SourcePos] };

/** One token of JSON: space, then a bracket or comma, a text, or a number or word. */
export const JSON_TOKEN = /\s*([{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s,:[\]{}]+)/y;

/**
 * The place of every value in a text that `JSON.parse` accepts. It is asked for when such a file is refused, whatever
 * its size: the YAML reader would take minutes for an inventory of some megabytes.
 */
export function locateJson(file: string, text: string): Located {
  const place = counter(file, text);
  const open: Open[] = [];
  let root: Located | undefined;
  const add = (node: Located): void => {
    const into = open.at(-1);
    if (into === undefined) root = node;
    else if (into.kind === "list") into.items.push(node);
    else if (into.key !== undefined) {
      const [key, keyAt] = into.key;
      into.entries.set(key, { keyAt, node });
      delete into.key;
    }
  };

  JSON_TOKEN.lastIndex = 0;
  for (let found = JSON_TOKEN.exec(text); found !== null; found = JSON_TOKEN.exec(text)) {
    const [, token = ""] = found;
    const at = place(JSON_TOKEN.lastIndex - token.length);
    const into = open.at(-1);
    if (token === "[") open.push({ kind: "list", at, items: [] });
    else if (token === "{") open.push({ kind: "map", at, entries: new Map() });
    else if (token === "]" || token === "}") {
      const closed = open.pop();
      if (closed !== undefined) add(closed);
    } else if (token !== "," && token !== ":") {
      const value = JSON.parse(token);
      if (into?.kind === "map" && into.key === undefined) into.key = [String(value), at];
      else add({ kind: "scalar", at, value, source: typeof value === "string" ? value : token });
    }
  }
  return root ?? { kind: "scalar", at: place(0), value: null, source: "" };
}

/** Places of offsets that only grow. */
export function counter(file: string, text: string): (offset: number) => SourcePos {
  let line = 1;
  let start = 0;
  let end = text.indexOf("\n");
  return (offset) => {
    while (end >= 0 && end < offset) {
      line += 1;
      start = end + 1;
      end = text.indexOf("\n", start);
    }
    return { file, line, col: offset - start + 1 };
  };
}
