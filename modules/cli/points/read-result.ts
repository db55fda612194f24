import { Ajv } from "ajv";
import { KINDS } from "../../contract/kinds.ts";
import type { RestoreResult } from "../../restore/result.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import { readTextFile } from "../terminal/files.ts";

const text = { type: "string", minLength: 1 };

const isResult = new Ajv().compile<RestoreResult>({
  type: "object",
  required: ["format", "target", "things", "leftOut", "idMap"],
  properties: {
    format: { const: "zonekeep-restore/1" },
    target: {
      type: "object",
      required: ["account", "partition", "region"],
      properties: { account: text, partition: text, region: text },
    },
    things: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["kind", "id", "arn", "point", "activation"],
        properties: { kind: { enum: KINDS }, id: text, arn: text, point: text },
      },
    },
    leftOut: { type: "array", items: text },
    idMap: { type: "object", additionalProperties: { type: "string" } },
  },
});

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
    "zonekeep restore writes it: --result FILE, or <name>.<region>.restore.json",
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
