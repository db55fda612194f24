import { setTimeout as sleep } from "node:timers/promises";
import { thingName } from "../../core/thing-name.ts";
import { loadProtector } from "../../protectors/load.ts";
import { askingElsewhere } from "../../restore/elsewhere.ts";
import type { ActivatePorts } from "../../restore/ports.ts";
import { awsClients, roleOption } from "../aws/clients.ts";
import type { Io } from "../terminal/io.ts";
import { type ResultFile, readResults } from "./read-result.ts";

/** What arming and disarming are about, and ask with. */
export interface Arming {
  readonly results: readonly ResultFile[];
  readonly things: readonly { readonly kind: string; readonly id: string; readonly arn: string }[];
  readonly names: string;
  readonly region: string;
  readonly ports: ActivatePorts;
}

/** @throws CommandError, PolicyError for files that are no results of one region */
export function armingOf(io: Io, files: readonly string[], role: string | undefined): Arming {
  const results = readResults(io.cwd, files);
  const { account, partition, region } = results[0].result.target;
  const clients = awsClients(io.env, roleOption({ account, partition }, region, role));
  const { client } = clients(region);
  const elsewhere = askingElsewhere((other) => clients(other).client);
  const things = results.flatMap(({ result }) =>
    result.things.map(({ kind, id, arn }) => ({ kind, id, arn })),
  );
  return {
    results,
    things,
    names: things.map(thingName).join(", "),
    region,
    ports: { account, partition, region, client, elsewhere, sleep, now: Date.now, protector: loadProtector },
  };
}

interface Report {
  readonly steps: readonly unknown[];
  readonly failed: readonly unknown[];
  readonly notes: readonly string[];
  readonly stays?: readonly string[];
  readonly lasting?: readonly string[];
}

interface Together<One extends Report> {
  readonly steps: One["steps"][number][];
  readonly failed: One["failed"][number][];
  readonly notes: readonly string[];
  readonly stays: readonly string[];
  readonly lasting: readonly string[];
}

/** One after another: two results may be about one bucket. Notes of several are told once. */
export async function eachResult<One extends Report>(
  results: readonly ResultFile[],
  work: (result: ResultFile) => Promise<One>,
): Promise<Together<One>> {
  const reports: One[] = [];
  for (const result of results) reports.push(await work(result));
  return {
    steps: reports.flatMap(({ steps }) => steps),
    failed: reports.flatMap(({ failed }) => failed),
    notes: [...new Set(reports.flatMap(({ notes }) => notes))],
    stays: reports.flatMap(({ stays = [] }) => stays),
    lasting: reports.flatMap(({ lasting = [] }) => lasting),
  };
}
