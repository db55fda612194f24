import { isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { closest } from "../core/closest.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import type { RestoreTarget } from "../protectors/protector.ts";
import { isNameOfAws } from "./map-key.ts";
import { equallyExact, wrongPattern, wrongPatternKey } from "./map-patterns.ts";
import { type WrongValue, wrongValue } from "./map-value.ts";
import { readPrivateYaml, type Say } from "./private-yaml.ts";

export interface ParsedMap {
  /** From what the source had to what the destination has; empty where the file is wrong. */
  readonly map: Readonly<Record<string, string>>;
  /** Every mistake of the file, in its order. */
  readonly diagnostics: readonly Diagnostic[];
}

const SHAPE = "write `version: 1` and `map:` with lines `<ARN or id of the source>: <its counterpart>`";

/**
 * Reads the file of `--map`. What is written may be the values of environment variables: no mistake shows any of it. Account
 * ids must be quoted: YAML would read them as numbers and drop a leading zero. With a `target`, each counterpart has to be
 * of the kind of its key, and to lie there.
 */
export function parseMap(text: string, file: string, target?: RestoreTarget): ParsedMap {
  const { contents: root, errors, say, found } = readPrivateYaml(text, file);
  if (errors.length > 0) {
    for (const { code, at } of errors) {
      const message = `this is not YAML: ${code.toLowerCase().replaceAll("_", " ")}`;
      found.push({ severity: "error", code: "YAML", message, at });
    }
    return { map: {}, diagnostics: found };
  }
  if (!isMap(root)) {
    say("TYPE", "the file is not a mapping", SHAPE, root);
    return { map: {}, diagnostics: found };
  }

  const isPolicy = root.items.some(({ key }) => isScalar(key) && POLICY_KEYS.has(String(key.value)));
  if (isPolicy && !root.has("map")) {
    say(
      "VALUE",
      "this is a policy or an estate, not a map",
      "--write-map FILE writes a map to fill in",
      root,
    );
    return { map: {}, diagnostics: found };
  }
  const keys = pairs(root, say);
  for (const [key, { node }] of keys)
    if (key !== "version" && key !== "map") say("UNKNOWN_KEY", `unknown ${called(key)}`, SHAPE, node);
  const version = keys.get("version");
  if (version === undefined) say("MISSING", "version is missing", "write `version: 1` first", root);
  else if (!isScalar(version.value) || version.value.value !== 1)
    say("VALUE", "version is not 1", "write `version: 1`", version.value ?? version.node);

  const map = keys.get("map");
  if (map === undefined) say("MISSING", "map is missing", SHAPE, root);
  else if (!isMap(map.value)) say("TYPE", "map is not a mapping", SHAPE, map.value ?? map.node);
  const entries = isMap(map?.value) ? entriesOf(map.value, say, target) : [];
  const inOrder = found.toSorted((a, b) => a.at.line - b.at.line || a.at.col - b.at.col);
  return { map: found.length > 0 ? {} : Object.fromEntries(entries), diagnostics: inOrder };
}

/** What no map has, and each policy or estate. */
const POLICY_KEYS: ReadonlySet<string> = new Set(["select", "owner", "regions"]);

/** A misspelt word of ours is shown, as is a name of AWS. */
function called(key: string): string {
  return isNameOfAws(key) || closest(key, ["version", "map"]) !== undefined ? `key "${key}"` : "key";
}

function keyName(key: string): string {
  return isNameOfAws(key) ? `"${key}"` : "this key";
}

type Keys = Map<string, { readonly node: unknown; readonly value: unknown }>;

/** The keys of a mapping, each once; a second one and one that is no text are reported. */
function pairs(node: YAMLMap, say: Say): Keys {
  const keys: Keys = new Map();
  for (const { key, value } of node.items as Pair[]) {
    if (!isScalar(key) || typeof key.value !== "string") {
      say("TYPE", "a key is not text", "put it in quotes", key);
    } else if (keys.has(key.value)) {
      say("YAML", `duplicate ${called(key.value)}`, "keep one of the two", key);
    } else keys.set(key.value, { node: key, value });
  }
  return keys;
}

function entriesOf(node: YAMLMap, say: Say, target: RestoreTarget | undefined): [string, string][] {
  const before: string[] = [];
  return [...pairs(node, say)].flatMap(([key, { node: at, value }]): [string, string][] => {
    const wrongKey = wrongPatternKey(key);
    if (wrongKey !== undefined) {
      say("VALUE", `${keyName(key)} ${wrongKey.message}`, wrongKey.hint, at);
      return [];
    }
    const other = equallyExact(key, before);
    before.push(key);
    if (other !== undefined)
      say(
        "VALUE",
        `${keyName(key)} is as exact as ${isNameOfAws(other) ? keyName(other) : "one before it"}, and a text may go by both`,
        CLASH,
        at,
      );
    if (isScalar(value) && typeof value.value === "string" && value.value !== "" && key !== "") {
      const wrong = wrongEntry(key, value.value, target);
      if (wrong === undefined) return [[key, value.value]];
      say("VALUE", `the counterpart of ${keyName(key)} ${wrong.message}`, wrong.hint, value);
      return [];
    }
    const empty = value === null || (isScalar(value) && (value.value === null || value.value === ""));
    say(
      empty ? "MISSING" : "TYPE",
      `the counterpart of ${keyName(key)} is ${empty ? "not filled in" : "not text"}`,
      "write one ARN or id, in quotes",
      value ?? at,
    );
    return [];
  });
}

function wrongEntry(key: string, value: string, target: RestoreTarget | undefined): WrongValue | undefined {
  if (key.includes("*") || value.includes("*")) return wrongPattern(key, value, target);
  return target && wrongValue(key, value, target);
}

const CLASH = "write more of one before its first *";
