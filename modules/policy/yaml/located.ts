import type { Diagnostic, SourcePos } from "../../core/diagnostic.ts";

/** A YAML value that knows where it was written: what every diagnostic and every `because` is made of. */
export type Located = LocatedScalar | LocatedList | LocatedMap;

interface LocatedScalar {
  readonly kind: "scalar";
  readonly at: SourcePos;
  readonly value: string | number | boolean | null;
  /** As written: `012`, though its value is 12. */
  readonly source: string;
}

interface LocatedList {
  readonly kind: "list";
  readonly at: SourcePos;
  readonly items: readonly Located[];
}

interface LocatedMap {
  readonly kind: "map";
  readonly at: SourcePos;
  readonly entries: ReadonlyMap<string, { readonly keyAt: SourcePos; readonly node: Located }>;
}

export interface ParsedYaml {
  /** Undefined when the file is empty or does not parse. */
  readonly root: Located | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The plain value, as a JSON Schema sees it. */
export function plain(node: Located): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plain(entry.node)]));
}

export interface Found {
  readonly node: Located | undefined;
  /** The key that leads to it, or the place itself for an item of a list or the whole file. */
  readonly keyAt: SourcePos;
}

/** Follows a JSON pointer as far as it leads. */
export function locate(root: Located, pointer: string): Found {
  let found: Found = { node: root, keyAt: root.at };
  for (const part of pointerParts(pointer)) {
    const { node } = found;
    if (node === undefined) return found;
    found = child(node, part) ?? { node: undefined, keyAt: found.keyAt };
  }
  return found;
}

function child(node: Located, part: string): Found | undefined {
  if (node.kind === "map") return node.entries.get(part);
  const item = node.kind === "list" ? node.items[Number(part)] : undefined;
  return item && { node: item, keyAt: item.at };
}

export function pointerParts(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointer to a key of what `pointer` leads to. */
export function pointerTo(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The value under a key of a mapping; undefined when there is none, or no mapping. */
export function get(node: Located | undefined, key: string): Located | undefined {
  return node?.kind === "map" ? node.entries.get(key)?.node : undefined;
}

export function items(node: Located | undefined): readonly Located[] {
  return node?.kind === "list" ? node.items : [];
}

export function text(node: Located | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}
