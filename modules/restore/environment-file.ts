import { isMap, isScalar, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { Diagnostic, DiagnosticCode, SourcePos } from "../core/diagnostic.ts";
import { sortDiagnostics } from "../core/source-order.ts";

/** Function, variable, value. */
export type Environments = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface ParsedEnvironments {
  /** Empty where the file is wrong. */
  readonly environments: Environments;
  /** Every mistake of the file, in its order; none shows a value. */
  readonly diagnostics: readonly Diagnostic[];
}

const SHAPE = 'write below the name of each function lines `VARIABLE: "value"`';

/** Reads the file of `--environment`, a YAML mapping of functions to mappings of variables to texts. */
export function parseEnvironments(text: string, file: string): ParsedEnvironments {
  const lines = new LineCounter();
  const found: Diagnostic[] = [];
  const at = (offset: number): SourcePos => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), col: Math.max(col, 1) };
  };
  const say = (code: DiagnosticCode, message: string, hint: string, node?: unknown): void => {
    const offset = (node as Node | null | undefined)?.range?.[0] ?? 0;
    found.push({ severity: "error", code, message, hint, at: at(offset) });
  };
  const yaml = parseDocument(text, { lineCounter: lines, schema: "core", uniqueKeys: false, merge: false });
  for (const { pos } of yaml.errors)
    found.push({ severity: "error", code: "YAML", message: "this is not YAML", hint: SHAPE, at: at(pos[0]) });
  if (found.length > 0) return { environments: {}, diagnostics: found };
  if (!isMap(yaml.contents)) {
    say("TYPE", "the file is not a mapping", SHAPE, yaml.contents);
    return { environments: {}, diagnostics: found };
  }
  const environments = entriesOf(yaml.contents, "function", say).map(([name, value, key]) => {
    if (isMap(value)) return [name, variablesOf(value, say)] as const;
    say("TYPE", `${name} has no variables`, SHAPE, value ?? key);
    return [name, {}] as const;
  });
  return {
    environments: found.length > 0 ? {} : Object.fromEntries(environments),
    diagnostics: sortDiagnostics(found),
  };
}

type Say = (code: DiagnosticCode, message: string, hint: string, node?: unknown) => void;

function variablesOf(node: YAMLMap, say: Say): Record<string, string> {
  return Object.fromEntries(
    entriesOf(node, "variable", say).flatMap(([name, value, key]): [string, string][] => {
      if (isScalar(value) && typeof value.value === "string") return [[name, value.value]];
      say("TYPE", `the value of ${name} is not text`, "put it in quotes", value ?? key);
      return [];
    }),
  );
}

/** Keys are names, and shown; each stands once. */
function entriesOf(
  node: YAMLMap,
  what: string,
  say: Say,
): (readonly [name: string, value: unknown, key: unknown])[] {
  const seen = new Set<string>();
  return (node.items as Pair[]).flatMap(({ key, value }) => {
    const name = isScalar(key) && typeof key.value === "string" ? key.value : undefined;
    if (name === undefined || !/^[a-zA-Z0-9_-]+$/.test(name)) {
      say("TYPE", `a key is not the name of a ${what}`, SHAPE, key);
      return [];
    }
    if (seen.has(name)) say("YAML", `${what} ${name} stands twice`, "keep one of the two", key);
    seen.add(name);
    return [[name, value, key] as const];
  });
}
