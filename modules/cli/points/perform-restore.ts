import type { Plan } from "../../planner/plan.ts";
import { applyRestore } from "../../protectors/lambda/restore/apply.ts";
import type { RestoreResult } from "../../protectors/lambda/restore/result.ts";
import type { ClientsOf } from "../aws/clients.ts";
import type { Output } from "../terminal/output.ts";
import { openSource, type Source } from "./open-sources.ts";
import type { PreparedRestore } from "./prepare-restore.ts";
import { stageBlobs } from "./stage-blobs.ts";

export interface Performing {
  readonly plan: Pick<Plan, "account" | "partition">;
  readonly clients: ClientsOf;
  /** The store that the point was read from. */
  readonly source: Source;
  readonly site: string;
  readonly to: string;
  readonly output: Pick<Output, "status" | "note">;
}

/** Does the steps of a restore; one that fails says how far it came, and a repetition continues there. */
export async function performRestore(
  { plan, clients, source, site, to, output }: Performing,
  { point, plan: planned }: PreparedRestore,
): Promise<RestoreResult> {
  if (source.region !== to) {
    const near = openSource(plan, clients, site, source.region, to);
    await stageBlobs(source.store, near.store, point, (part) => output.status(`copying ${part} to ${to}`));
  }
  const { length } = planned.steps;
  let ended = 0;
  try {
    return await applyRestore(planned, ({ title }) => {
      ended += 1;
      output.status(`${ended}/${length} ${title}`);
    });
  } catch (error) {
    output.note(`stopped after ${ended} of ${length} steps`);
    throw error;
  }
}
