import { randomBytes } from "node:crypto";
import type { ThingId } from "../../contract/kinds.ts";
import { thingName } from "../../core/thing-name.ts";
import type { KeyMaker, KeyOpener, RunStore } from "../../drain/ports.ts";
import { loadPlan } from "../../load/load-plan.ts";
import type { ClientOf } from "../../protectors/protector.ts";
import { runId } from "../../runs/run-id.ts";
import { awsClients, ownRole } from "../aws/clients.ts";
import type { EstateOptions } from "../terminal/command-file.ts";
import type { Io } from "../terminal/io.ts";
import { openDrained } from "./open-drained.ts";

/** As the command line has them. */
export interface ArchivingOptions extends EstateOptions {
  readonly role?: string;
  /** Minutes. */
  readonly window: number;
  readonly site?: string;
}

/** A run of `archive` that begins now. */
export interface Archiving {
  /** Where it is kept, in which region. */
  readonly kept: RunStore & KeyMaker & KeyOpener & { readonly region: string };
  /** Of that region. */
  readonly client: ClientOf;
  readonly since: Date;
  readonly until: Date;
  readonly run: string;
  /** The command that puts again what it takes. */
  readonly next: string;
}

const MINUTE_MS = 60_000;

/** @throws CommandError where the region is not told, or the estate has no store there; PolicyError */
export async function openArchiving(of: ThingId, options: ArchivingOptions, io: Io): Promise<Archiving> {
  const { plan } = await loadPlan({ cwd: io.cwd, paths: [options.policies] });
  const clients = awsClients(io.env, ownRole(options.role));
  const until = io.now();
  const since = new Date(until.getTime() - options.window * MINUTE_MS);
  const run = runId({ id: randomBytes(8).toString("hex"), startedAt: until.toISOString() });
  const thing = thingName(of);
  const kept = openDrained(plan, clients, options.site, { queue: thing, run, began: until });
  const next = `npx zonekeep replay ${thing} --run ${run} --site ${kept.region}`;
  return { kept, client: clients(kept.region).client, since, until, run, next };
}
