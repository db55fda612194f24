import type { Plan } from "../../planner/plan.ts";
import type { ClientsOf } from "../aws/clients.ts";
import type { NamedThing } from "../terminal/parse-argument.ts";
import { type FoundPoint, findPoints, newestOfEach } from "./find-points.ts";
import { openSource, type Source } from "./open-sources.ts";

export interface NotCopied {
  /** Newest points of a site's own store that its copy lacks. */
  readonly points: readonly FoundPoint[];
  /** Why a site's own store could not be asked, as when its region is lost: then nobody knows. */
  readonly unasked: readonly { readonly site: string; readonly error: unknown }[];
}

/** What the plan copies to the region `from`, compared with what was `found` there. */
export async function findNotCopied(
  homes: readonly Source[],
  found: readonly FoundPoint[],
  named: NamedThing | undefined,
): Promise<NotCopied> {
  const copied = new Set(found.map(({ ref }) => ref.key));
  const points: FoundPoint[] = [];
  const unasked: { site: string; error: unknown }[] = [];
  for (const home of homes) {
    try {
      const newest = newestOfEach((await findPoints([home], named)).points);
      points.push(...newest.filter(({ ref }) => !copied.has(ref.key)));
    } catch (error) {
      unasked.push({ site: home.site, error });
    }
  }
  return { points, unasked };
}

/** The own stores of the sites that the plan copies to a region, or of the one asked for. */
export function homesOfCopies(
  plan: Plan,
  clients: ClientsOf,
  { site, from }: { readonly site?: string; readonly from?: string },
): readonly Source[] {
  return plan.stacks.flatMap(({ region, units }) =>
    units.flatMap((unit) => {
      const wanted = unit.kind === "copy" && unit.to === from && (site === undefined || unit.site === site);
      return wanted ? [openSource(plan, clients, unit.site, region, region)] : [];
    }),
  );
}
