import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from "yaml";
import { type Diagnostic, type DiagnosticCode, error, type SourcePos } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import type { Located, ParsedYaml } from "./located.ts";

type Position = (offset: number) => SourcePos;

/**
 * The tree of a document without what policies may not hold. What is refused is still read as it was most
 * likely meant, so that one slip does not bring a train of others.
 */
export function locateNode(contents: ParsedNode, position: Position): ParsedYaml {
  const diagnostics: Diagnostic[] = [];
  const refuse = (code: DiagnosticCode, at: SourcePos, message: string, hint: string): void => {
    diagnostics.push(error(code, at, message, hint));
  };

  const visit = (node: unknown, fallback: SourcePos): Located => {
    if (isAlias(node)) {
      const at = startOf(node, position, fallback);
      const source = `*${node.source}`;
      refuse(
        "YAML",
        at,
        `${show(source)} is an alias, which policies do not have`,
        `write "${source}" in quotes, or what the alias stands for`,
      );
      return { kind: "scalar", at, value: source, source };
    }
    if (isMap(node)) return visitMap(node, startOf(node, position, fallback));
    if (isSeq(node)) {
      const at = startOf(node, position, fallback);
      refuseTag(node.tag, at);
      return { kind: "list", at, items: node.items.map((item) => visit(item, at)) };
    }
    if (!isScalar(node)) return { kind: "scalar", at: fallback, value: null, source: "" };
    // Nothing after a key: the key is the place to look at.
    if (node.value === null && !node.source) return { kind: "scalar", at: fallback, value: null, source: "" };
    const at = startOf(node, position, fallback);
    refuseTag(node.tag, at);
    return { kind: "scalar", at, value: simple(node.value, node.source ?? ""), source: node.source ?? "" };
  };

  const visitMap = (map: YAMLMap, at: SourcePos): Located => {
    refuseTag(map.tag, at);
    const entries = new Map<string, { keyAt: SourcePos; node: Located }>();
    for (const { key, value } of map.items) {
      const keyAt = startOf(key, position, at);
      const name = keyName(key, keyAt);
      if (name === undefined) continue;
      const first = entries.get(name);
      if (first !== undefined)
        refuse(
          "YAML",
          keyAt,
          `${show(name)} is written twice, first in line ${first.keyAt.line}`,
          "keep one of them",
        );
      else entries.set(name, { keyAt, node: visit(value, keyAt) });
    }
    return { kind: "map", at, entries };
  };

  const keyName = (key: unknown, at: SourcePos): string | undefined => {
    if (!isScalar(key)) {
      refuse("YAML", at, "a key is a list, a mapping or an alias", "a key is text");
      return undefined;
    }
    refuseTag(key.tag, at);
    if (typeof key.value !== "string") {
      const source = key.source ?? "";
      refuse(
        "YAML",
        at,
        `the key ${source === "" ? "is empty" : `${show(source)} is not a string`}`,
        "put it in quotes",
      );
      return undefined;
    }
    return key.value;
  };

  const refuseTag = (tag: string | undefined, at: SourcePos): void => {
    if (tag !== undefined)
      refuse(
        "YAML",
        at,
        `the tag ${show(tag.replace(/^tag:yaml\.org,2002:/, "!!"))}, which policies do not have`,
        "remove it",
      );
  };

  const root = visit(contents, position(0));
  return { root, diagnostics };
}

function startOf(node: unknown, position: Position, fallback: SourcePos): SourcePos {
  const range = (node as { readonly range?: readonly number[] | null } | null)?.range;
  const [start] = range ?? [];
  return start === undefined ? fallback : position(start);
}

function simple(value: unknown, source: string): string | number | boolean | null {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null ? null : source;
}
