import { isDeepStrictEqual } from "node:util";
import type { Observation } from "./observe.ts";

export interface Comparison {
  readonly aspect: string;
  readonly same: boolean;
  readonly before: unknown;
  readonly after: unknown;
}

/** What the map file and the regions say must have changed, and nothing else may have. */
export interface Expected {
  readonly map: Readonly<Record<string, string>>;
  readonly from: string;
  readonly to: string;
}

/** Compares aspect by aspect what was with what came back. */
export function compareObservations(
  before: Observation,
  after: Observation,
  expected: Expected,
): Comparison[] {
  return Object.keys(before).map((aspect) => {
    const wanted = translated(before[aspect], expected);
    return {
      aspect,
      same: isDeepStrictEqual(wanted, plain(after[aspect])),
      before: wanted,
      after: after[aspect],
    };
  });
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function translated(value: unknown, { map, from, to }: Expected): unknown {
  let text = JSON.stringify(value);
  for (const [source, destination] of Object.entries(map)) text = text.replaceAll(source, destination);
  // What is restored keeps its name; its ARN names the new region.
  for (const service of ["lambda", "sqs", "sns", "events", "scheduler"])
    text = text.replaceAll(`:${service}:${from}:`, `:${service}:${to}:`);
  return JSON.parse(text);
}
