import type { ThingId } from "../../contract/kinds.ts";
import { closest } from "../../core/closest.ts";
import { failedCallOf } from "../../core/failed-call.ts";
import { thingName } from "../../core/thing-name.ts";
import type { Plan } from "../../planner/plan.ts";
import { listPoints } from "../../recovery/list-points.ts";
import { explainAwsError, isAccessDenied } from "../aws/aws-error.ts";
import type { ClientsOf } from "../aws/clients.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { openSource, type Source } from "./open-sources.ts";
import { requireRegion, selectSites } from "./select-site.ts";

export interface RestorePlace {
  /** Where it was. */
  readonly site: string;
  /** Region where it is to be restored. */
  readonly to: string;
  /** Region of the store to read. By default that of `to` when it holds a point: then no other region is needed. */
  readonly from?: string;
  /** What reads the store: an ARN, or `standby`. */
  readonly role?: string;
}

/**
 * The store a restore reads.
 * @throws CommandError when the estate has no such site or region, or no store that answers holds all of it
 */
export async function restoreSource(
  plan: Plan,
  clients: ClientsOf,
  things: readonly ThingId[],
  place: RestorePlace,
  env: Io["env"],
): Promise<Source> {
  const { site, to, from } = place;
  const home = selectSites(plan, site)[0]?.region ?? site;
  requireRegion(plan, "to", to);
  if (from !== undefined) requireRegion(plan, "from", from);
  const regions = from === undefined ? [...new Set([to, home])] : [from];
  const sources = regions.map((region) => openSource(plan, clients, site, home, region));
  return firstHolder(sources, things, place, env);
}

/**
 * The first store that holds points of all things. One that does not answer is told apart from a thing that
 * the others do not know: a wrong name must not look like a lost region.
 */
async function firstHolder(
  sources: readonly Source[],
  things: readonly ThingId[],
  place: Pick<RestorePlace, "to" | "role">,
  env: Io["env"],
): Promise<Source> {
  const without: Source[] = [];
  for (const [index, source] of sources.entries()) {
    try {
      if (await holds(source, things)) return source;
      without.push(source);
    } catch (error) {
      const isLast = index === sources.length - 1;
      if (!isLast && error instanceof Error && error.name === "NoSuchBucket") continue;
      throw await unread(error, without, things, place, env);
    }
  }
  const hint = (await didYouMean(without, things)) ?? "npx zonekeep list shows what there is";
  throw new CommandError(noPoint(without, things), EXIT.bad, hint);
}

async function unread(
  error: unknown,
  without: readonly Source[],
  things: readonly ThingId[],
  { to, role }: Pick<RestorePlace, "to" | "role">,
  env: Io["env"],
): Promise<unknown> {
  const why = explainAwsError(error, env);
  const region = failedCallOf(error)?.region;
  if (why === undefined || region === undefined) return error;
  const standby =
    role === "standby" && region !== to && isAccessDenied(error)
      ? `the standby role of ${to} reads only the store of ${to}; to read that of ${region}, take other credentials and no --role`
      : undefined;
  if (without.length === 0)
    return standby === undefined ? error : new CommandError(why.message, EXIT.bad, standby);
  const hints = [await didYouMean(without, things), standby ?? why.hint];
  return new CommandError(
    `${noPoint(without, things)}, and ${region} cannot be asked: ${why.message}`,
    EXIT.bad,
    hints.filter((hint) => hint !== undefined).join("; "),
  );
}

function noPoint(without: readonly Source[], things: readonly ThingId[]): string {
  const regions = without.map(({ region }) => region).join(", ");
  return `no recovery point of ${things.map(thingName).join(", ")} in the store of ${regions}`;
}

/** The nearest name to the first that is not known. */
async function didYouMean(
  sources: readonly Source[],
  things: readonly ThingId[],
): Promise<string | undefined> {
  const known = new Set<string>();
  for (const { store, prefix } of sources)
    for await (const point of listPoints(store, prefix)) known.add(thingName(point));
  const lost = things.find((thing) => !known.has(thingName(thing)));
  if (lost === undefined) return undefined;
  const other = [...known].find((name) => name.endsWith(`/${lost.id}`));
  const near = other ?? closest(thingName(lost), known);
  return near === undefined ? undefined : `did you mean ${near}?`;
}

async function holds(source: Source, things: readonly ThingId[]): Promise<boolean> {
  for (const thing of things) if (!(await holdsOne(source, thing))) return false;
  return true;
}

async function holdsOne({ store, prefix }: Source, thing: ThingId): Promise<boolean> {
  for await (const _ of listPoints(store, prefix, thing)) return true;
  return false;
}
