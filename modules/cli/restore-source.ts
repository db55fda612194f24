import type { Plan } from "../planner/plan.ts";
import { listPoints } from "../recovery/list-points.ts";
import type { ClientsOf } from "./clients.ts";
import { CommandError, EXIT } from "./exit.ts";
import { openSource, type Source } from "./open-sources.ts";
import { selectSites } from "./select-site.ts";

export interface RestorePlace {
  /** Where the function was. */
  readonly site: string;
  /** Region where it shall be. */
  readonly to: string;
  /** Region of the store to read. By default that of `to` when it holds a point: then no other region is needed. */
  readonly from?: string;
}

/**
 * The store a restore reads.
 * @throws CommandError when the estate has no such site or region
 */
export async function restoreSource(
  plan: Plan,
  clients: ClientsOf,
  functionName: string,
  { site, to, from }: RestorePlace,
): Promise<Source> {
  const home = selectSites(plan, site)[0]?.region ?? site;
  for (const [option, region] of Object.entries({ to, from })) {
    if (region !== undefined) requireRegion(plan, option, region);
  }
  if (from !== undefined) return openSource(plan, clients, site, home, from);
  const near = openSource(plan, clients, site, home, to);
  return to === home || (await holds(near, functionName))
    ? near
    : openSource(plan, clients, site, home, home);
}

function requireRegion({ stacks }: Plan, option: string, region: string): void {
  const regions = stacks.filter(({ kind }) => kind === "site").map((stack) => stack.region);
  if (regions.includes(region)) return;
  throw new CommandError(
    `--${option} ${region} is not a region of the plan`,
    EXIT.bad,
    `the plan has ${regions.join(", ")}; a restore needs the store of its destination`,
  );
}

async function holds({ store, prefix }: Source, functionName: string): Promise<boolean> {
  try {
    for await (const _ of listPoints(store, prefix, { kind: "lambda", resource: functionName })) return true;
    return false;
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchBucket") return false;
    throw error;
  }
}
