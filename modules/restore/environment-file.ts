import { isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import type { Diagnostic } from "../core/diagnostic.ts";
import { sortDiagnostics } from "../core/source-order.ts";
import { readPrivateYaml, type Say } from "./private-yaml.ts";

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
  const { contents, errors, say, found } = readPrivateYaml(text, file);
  for (const { at } of errors)
    found.push({ severity: "error", code: "YAML", message: "this is not YAML", hint: SHAPE, at });
  if (found.length > 0) return { environments: {}, diagnostics: found };
  if (!isMap(contents)) {
    say("TYPE", "the file is not a mapping", SHAPE, contents);
    return { environments: {}, diagnostics: found };
  }
  const environments = entriesOf(contents, "function", say).map(([name, value, key]) => {
    if (isMap(value)) return [name, variablesOf(value, say)] as const;
    say("TYPE", `${name} has no variables`, SHAPE, value ?? key);
    return [name, {}] as const;
  });
  return {
    environments: found.length > 0 ? {} : Object.fromEntries(environments),
    diagnostics: sortDiagnostics(found),
  };
}

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
