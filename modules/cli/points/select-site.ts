import type { Plan, ScheduleUnit, StackPlan } from "../../planner/plan.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";

/** A site that the plan keeps points of: a region or an edge zone, never the links between them. */
export type KeptSite = Pick<StackPlan, "site" | "region">;

/** One policy at one site: what a single run of the state machine works on. */
export interface Scheduled {
  readonly stack: KeptSite;
  readonly unit: ScheduleUnit;
}

/**
 * The sites of the plan, or the one asked for.
 * @throws CommandError when the estate has no such site
 */
export function selectSites({ stacks }: Plan, site: string | undefined): readonly KeptSite[] {
  const sites = stacks.filter(({ kind }) => kind !== "links");
  const found = sites.filter((stack) => site === undefined || stack.site === site);
  if (found.length > 0) return found;
  const known = sites.map((stack) => stack.site).join(", ");
  throw new CommandError(
    `no policy has a site ${site ?? ""}`.trimEnd(),
    EXIT.bad,
    `the plan has ${known || "none"}`,
  );
}

/**
 * The region of a site: itself, or the parent of an edge zone.
 * @throws CommandError when the estate has no such site
 */
export function regionOfSite(plan: Plan, site: string): string {
  return selectSites(plan, site)[0]?.region ?? site;
}

/** @throws CommandError when the estate has no store in what an option calls a region */
export function requireRegion({ stacks }: Plan, option: string, region: string): void {
  const regions = stacks.filter(({ kind }) => kind === "site").map((stack) => stack.region);
  if (regions.includes(region)) return;
  throw new CommandError(
    `--${option} ${region} is not a region of the plan`,
    EXIT.bad,
    `the plan has a store in ${regions.join(", ") || "none"}`,
  );
}

/**
 * Every site where the policy runs, or the one asked for.
 * @throws CommandError when there is no such policy, or it does not run there
 */
export function selectScheduled(
  { stacks }: Plan,
  policy: string,
  site: string | undefined,
): readonly Scheduled[] {
  const all = stacks.flatMap((stack) =>
    stack.units.flatMap((unit): Scheduled[] => (unit.kind === "schedule" ? [{ stack, unit }] : [])),
  );
  const ofPolicy = all.filter(({ unit }) => unit.policy === policy);
  if (ofPolicy.length === 0) {
    const known = [...new Set(all.map(({ unit }) => unit.policy))].sort().join(", ");
    throw new CommandError(`there is no policy ${policy}`, EXIT.bad, `the policies are ${known || "none"}`);
  }
  const found = ofPolicy.filter(({ stack }) => site === undefined || stack.site === site);
  if (found.length > 0) return found;
  const sites = ofPolicy.map(({ stack }) => stack.site).join(", ");
  throw new CommandError(`policy ${policy} does not run at ${site}`, EXIT.bad, `it runs at ${sites}`);
}
