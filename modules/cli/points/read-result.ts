import { Ajv } from "ajv";
import { KINDS } from "../../contract/kinds.ts";
import type { RestoreResult } from "../../restore/result.ts";
import { requireUniqueKeys } from "../formats/unique-keys.ts";
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
    armed: { type: "array", items: text },
  },
});

/** The result of a restore, and the file that it stands in. */
export interface ResultFile {
  readonly file: string;
  readonly result: RestoreResult;
}

/**
 * What restores into one region have written, in the order given.
 * @throws CommandError when a file is missing or is something else, or when they are of several places;
 * PolicyError when a key is written twice
 */
export function readResults(cwd: string, paths: readonly string[]): readonly [ResultFile, ...ResultFile[]] {
  const results = paths.map((file): ResultFile => ({ file, result: readResult(cwd, file) }));
  const [first, ...others] = results;
  if (first === undefined) throw new CommandError("no result of a restore is named", EXIT.usage);
  const place = ({ result: { target } }: ResultFile): string =>
    `${target.region} of account ${target.account}`;
  const places = new Set(results.map(place));
  if (places.size === 1) return [first, ...others];
  throw new CommandError(
    `these results are of ${[...places].join(" and of ")}`,
    EXIT.usage,
    "arm what was restored into one region at a time",
  );
}

/** What arming wrote of the result that a restore is about to replace: what is armed is armed still. */
export function armedBefore(cwd: string, file: string): readonly string[] {
  try {
    return readResult(cwd, file).armed ?? [];
  } catch {
    // There is none, or it is something else, as at the first restore.
    return [];
  }
}

function readResult(cwd: string, path: string): RestoreResult {
  const text = readTextFile(cwd, path);
  const value = parse(text);
  if (isResult(value)) {
    requireUniqueKeys(path, text);
    return value;
  }
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
