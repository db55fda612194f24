import { statSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv } from "ajv";
import { error, PolicyError, type SourcePos } from "../../core/diagnostic.ts";
import { printable, show } from "../../core/printable.ts";
import type { Plan } from "../../planner/plan.ts";
import schema from "../../planner/schema/plan.schema.json" with { type: "json" };
import { locate } from "../../policy/yaml/located.ts";
import { locateJson } from "../formats/locate-json.ts";
import { requireUniqueKeys } from "../formats/unique-keys.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { readTextFile } from "../terminal/files.ts";
import { mistakenStacks } from "./mistaken-stacks.ts";

/** Bytes; a thousand policies at a hundred sites have a seventh of it. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * What `zonekeep plan --json` has written.
 * @throws CommandError that says what it is instead, or what of it is not as in a plan; PolicyError when a key is
 * written twice, or a stack is not what its id says
 */
export function readPlan(cwd: string, path: string): Plan {
  const text = readTextFile(cwd, path, MAX_BYTES);
  const value = parse(path, text);
  const format = typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
  if (format !== 1)
    throw noPlan(path, format === undefined ? "it has no format" : `it has format ${show(format)}, not 1`);
  const isPlan = new Ajv({ allErrors: false }).compile<Plan>(schema);
  if (isPlan(value)) {
    requireUniqueKeys(path, text);
    requireKnownStacks(path, text, value);
    return value;
  }
  const [first] = isPlan.errors ?? [];
  if (first === undefined || first.instancePath === "")
    throw noPlan(path, `it ${first?.message ?? "is not as in a plan"}`);
  const { file, line, col } = placeIn(path, text)(first.instancePath);
  throw noPlan(`${file}:${line}:${col}`, `${first.instancePath} ${first.message}`);
}

export function isFile(cwd: string, path: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isFile() === true;
}

/** What a plan lets go of, and from which state, is known by its stacks' ids: a file may have been written by hand. */
function requireKnownStacks(path: string, text: string, { stacks }: Plan): void {
  const found = mistakenStacks(stacks);
  if (found.length === 0) return;
  const place = placeIn(path, text);
  throw new PolicyError(
    found.map(({ pointer, code, message, hint }) => error(code, place(pointer), message, hint)),
  );
}

function placeIn(path: string, text: string): (pointer: string) => SourcePos {
  const root = locateJson(printable(path), text);
  return (pointer) => locate(root, pointer).node?.at ?? root.at;
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noPlan(path, "it is not JSON");
  }
}

function noPlan(path: string, why: string): CommandError {
  const hint = "zonekeep plan --json > FILE writes one, of the version that is installed";
  return new CommandError(`${path} is not a plan: ${why}`, EXIT.bad, hint);
}
