import { failedCallOf } from "../../core/failed-call.ts";
import type { Plan } from "../../planner/plan.ts";
import type { Selected } from "../../restore/selected.ts";
import { explainAwsError, isAccessDenied } from "../aws/aws-error.ts";
import type { ClientsOf } from "../aws/clients.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import type { Io } from "../terminal/io.ts";
import { openSource, type Source } from "./open-sources.ts";
import { requireRegion, selectSites } from "./select-site.ts";
import type { Sought } from "./sought.ts";

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

/** A store, and what it has of what is sought. */
interface Held {
  readonly source: Source;
  readonly selected: Selected;
}

/**
 * The store a restore reads.
 * @throws CommandError when the estate has no such site or region, or no store that answers holds all of it
 */
export async function restoreSource(
  plan: Plan,
  clients: ClientsOf,
  sought: Sought,
  place: RestorePlace,
  env: Io["env"],
): Promise<Held> {
  const { site, to, from } = place;
  const home = selectSites(plan, site)[0]?.region ?? site;
  requireRegion(plan, "to", to);
  if (from !== undefined) requireRegion(plan, "from", from);
  const regions = from === undefined ? [...new Set([to, home])] : [from];
  const sources = regions.map((region) => openSource(plan, clients, site, home, region));
  const ofOthers = (): readonly Source[] =>
    selectSites(plan, undefined)
      .filter((one) => one.site !== site)
      .flatMap((one) => regions.map((region) => openSource(plan, clients, one.site, one.region, region)));
  return firstHolder(sources, ofOthers, sought, place, env);
}

/**
 * The first store that holds all that is sought. One that does not answer is told apart from a thing that
 * the others do not know: a wrong name must not look like a lost region.
 */
async function firstHolder(
  sources: readonly Source[],
  ofOthers: () => readonly Source[],
  sought: Sought,
  place: Pick<RestorePlace, "to" | "role">,
  env: Io["env"],
): Promise<Held> {
  const without: Source[] = [];
  for (const [index, source] of sources.entries()) {
    try {
      const selected = await sought.find(source);
      if (selected !== undefined) return { source, selected };
      without.push(source);
    } catch (error) {
      const isLast = index === sources.length - 1;
      if (!isLast && error instanceof Error && error.name === "NoSuchBucket") continue;
      throw await unread(error, without, sought, place, env);
    }
  }
  const hint =
    (await siteWith(ofOthers(), sought)) ??
    (await sought.meant(without)) ??
    "npx zonekeep list shows what there is";
  throw new CommandError(nowhere(without, sought), EXIT.bad, hint);
}

/** Of another site, in the stores that were read: no other region is asked. */
async function siteWith(ofOthers: readonly Source[], sought: Sought): Promise<string | undefined> {
  for (const source of ofOthers) {
    const found = await sought.find(source).catch(() => undefined);
    if (found !== undefined)
      return `the store of ${source.region} has it of ${source.site}: say --site ${source.site}`;
  }
  return undefined;
}

async function unread(
  error: unknown,
  without: readonly Source[],
  sought: Sought,
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
  const hints = [await sought.meant(without), standby ?? why.hint];
  return new CommandError(
    `${nowhere(without, sought)}, and ${region} cannot be asked: ${why.message}`,
    EXIT.bad,
    hints.filter((hint) => hint !== undefined).join("; "),
  );
}

function nowhere(without: readonly Source[], sought: Sought): string {
  const regions = without.map(({ region }) => region).join(", ");
  return `no ${sought.what} in the store of ${regions}`;
}
