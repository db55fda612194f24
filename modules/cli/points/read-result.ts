import type { RestoreResult } from "../../protectors/lambda/restore/result.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { readTextFile } from "../terminal/files.ts";

/**
 * What a restore has written.
 * @throws CommandError when the file is missing or is something else
 */
export async function readResult(cwd: string, path: string): Promise<RestoreResult> {
  const value = parse(await readTextFile(cwd, path));
  if (isResult(value)) return value;
  throw new CommandError(
    `${path} is not the result of a restore`,
    EXIT.bad,
    "zonekeep restore writes it: --result FILE, or <function>.<region>.restore.json",
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isResult(value: unknown): value is RestoreResult {
  if (!isRecord(value) || value.format !== "zonekeep-restore/1" || typeof value.name !== "string")
    return false;
  const { target, arm } = value;
  if (
    !isRecord(target) ||
    !["account", "partition", "region"].every((key) => typeof target[key] === "string")
  ) {
    return false;
  }
  if (!isRecord(arm) || !Array.isArray(arm.mappings) || !Array.isArray(arm.notifications)) return false;
  return (
    arm.mappings.every((mapping) => isRecord(mapping) && typeof mapping.uuid === "string") &&
    arm.notifications.every(
      (one) => isRecord(one) && typeof one.bucket === "string" && Array.isArray(one.entries),
    )
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
