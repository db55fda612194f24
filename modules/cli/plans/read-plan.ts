import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv } from "ajv";
import { show } from "../../core/printable.ts";
import type { Plan } from "../../planner/plan.ts";
import schema from "../../planner/schema/plan.schema.json" with { type: "json" };
import { CommandError, EXIT } from "../terminal/exit.ts";

/** Bytes; a thousand policies at a hundred sites have a seventh of it. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * What `zonekeep plan --json` has written.
 * @throws CommandError that says what it is instead, or what of it is not as in a plan
 */
export function readPlan(cwd: string, path: string): Plan {
  const value = parse(path, textOf(cwd, path));
  const format = typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
  if (format !== 1)
    throw noPlan(path, format === undefined ? "it has no format" : `it has format ${show(format)}, not 1`);
  const isPlan = new Ajv({ allErrors: false }).compile<Plan>(schema);
  if (isPlan(value)) return value;
  const [error] = isPlan.errors ?? [];
  throw noPlan(path, `${error?.instancePath || "it"} ${error?.message ?? "is not as in a plan"}`);
}

export function isFile(cwd: string, path: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isFile() === true;
}

function textOf(cwd: string, path: string): string {
  try {
    const { size } = statSync(resolve(cwd, path));
    if (size <= MAX_BYTES) return readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    throw new CommandError(
      `cannot read ${path}: ${error instanceof Error ? error.message : error}`,
      EXIT.bad,
    );
  }
  throw noPlan(path, "it is larger than 256 MiB");
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
