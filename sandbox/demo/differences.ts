import { readFile } from "node:fs/promises";
import { ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { parseMap } from "../../modules/restore/id-map.ts";
import type { DemoClients } from "./clients.ts";
import { compareObservations } from "./compare.ts";
import { type Observation, observe } from "./observe.ts";
import { LOST } from "./regions.ts";

export interface Differences {
  readonly clients: DemoClients;
  readonly functions: readonly string[];
  /** In the order of `functions`. */
  readonly before: readonly Observation[];
  readonly mapFile: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/** What is not as it was, a line each; empty when everything came back. */
export async function differences({
  clients,
  functions,
  before,
  mapFile,
  only,
  except,
}: Differences): Promise<string[]> {
  const { map } = parseMap(await readFile(mapFile, "utf8"), mapFile);
  const expected = { map, from: LOST, to: clients.region };
  const found: string[] = [];
  for (const [index, name] of functions.entries()) {
    const after = await observeOrGone(clients, name);
    if (after === undefined) {
      found.push(`${name}: is not there`);
      continue;
    }
    for (const { aspect, same, before: was, after: is } of compareObservations(
      before[index] ?? {},
      after,
      expected,
    )) {
      const asked = (only?.includes(aspect) ?? true) && !except?.includes(aspect);
      if (asked && !same)
        found.push(`${name}: ${aspect}: was ${JSON.stringify(was)}, is ${JSON.stringify(is)}`);
    }
  }
  return found;
}

async function observeOrGone(clients: DemoClients, name: string): Promise<Observation | undefined> {
  try {
    return await observe(clients, name);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

export function sentence(lines: readonly string[], good: string): string {
  return lines.length === 0 ? good : ["DIFFERENT", ...lines].join("\n");
}
