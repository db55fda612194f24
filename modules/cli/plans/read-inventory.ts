import { Ajv } from "ajv";
import { type Diagnostic, PolicyError } from "../../core/diagnostic.ts";
import { printable, show } from "../../core/printable.ts";
import type { Inventory } from "../../planner/cover/inventory.ts";
import schema from "../../planner/schema/inventory.schema.json" with { type: "json" };
import { schemaDiagnostics } from "../../policy/schemas/schema-diagnostics.ts";
import { type Located, locate } from "../../policy/yaml/located.ts";
import { parseYaml } from "../../policy/yaml/parse-yaml.ts";
import { locateJson } from "../formats/locate-json.ts";
import { requireUniqueKeys } from "../formats/unique-keys.ts";
import { readTextFile } from "../terminal/files.ts";

/** Bytes: some hundred thousand functions with their tags. */
const MAX_BYTES = 128 * 1024 * 1024;

/**
 * Reads the file of `--inventory`: JSON, as its published schema says.
 * @throws PolicyError with every mistake at its place; CommandError when the file cannot be read
 */
export function readInventory(cwd: string, path: string, account: string): Inventory {
  const text = readTextFile(cwd, path, MAX_BYTES).replace(/^\ufeff/, "");
  const file = printable(path);
  const value = parse(file, text);
  const located = (): Located => locateJson(file, text);

  requireUniqueKeys(file, text);
  const ajv = new Ajv({ allErrors: true, verbose: true, messages: false, validateSchema: false });
  ajv.addVocabulary(["errorMessage"]);
  const validate = ajv.compile<Inventory>(schema);
  if (!validate(value)) throw new PolicyError(schemaDiagnostics(validate.errors ?? [], located(), schema));

  const found = contradictions(value, account);
  if (found.length === 0) return value;
  const root = located();
  throw new PolicyError(
    found.map(({ pointer, ...rest }) => ({
      severity: "error",
      ...rest,
      at: locate(root, pointer).node?.at ?? root.at,
    })),
  );
}

/** Characters of a text that the YAML reader reads to its end, whatever is in it. */
const MAX_SEARCHED = 50_000;

/** @throws PolicyError; JSON's own errors tell no place, so the YAML reader finds the first that neither understands */
function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [first] = text.length > MAX_SEARCHED ? [] : parseYaml(file, text).diagnostics;
    const at = first?.at ?? { file, line: 1, col: 1 };
    const why = error instanceof Error ? error.message : String(error);
    throw new PolicyError([
      { severity: "error", code: "YAML", message: `the file is not valid JSON: ${printable(why)}`, at },
    ]);
  }
}

type Contradiction = Pick<Diagnostic, "code" | "message" | "hint"> & { readonly pointer: string };

/** What a schema cannot say: whose inventory it is, that each resource is there once, and where its ARN says. */
function contradictions({ account, resources }: Inventory, expected: string): Contradiction[] {
  const found: Contradiction[] = [];
  if (account !== expected) {
    const message = `account ${show(account)} is not that of the estate, ${expected}`;
    found.push({ code: "ESTATE", message, hint: "take an inventory of that account", pointer: "/account" });
  }
  const seen = new Set<string>();
  for (const [index, { kind, arn, region }] of resources.entries()) {
    const pointer = `/resources/${index}`;
    const thing = `${kind} ${arn}`;
    if (seen.has(thing)) {
      const message = `${show(arn)} is written twice`;
      found.push({ code: "DUPLICATE", message, hint: "keep one of them", pointer: `${pointer}/arn` });
    }
    seen.add(thing);
    const [, , , said = region] = arn.split(":");
    // Of a bucket or a distribution the ARN has no region.
    if (said !== region && (said !== "" || kind === "lambda")) {
      const message = `region ${show(region)} is not that of the ARN, ${show(said)}`;
      found.push({ code: "VALUE", message, hint: `write ${show(said)}`, pointer: `${pointer}/region` });
    }
  }
  return found;
}
