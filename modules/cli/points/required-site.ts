import type { ThingId } from "../../contract/kinds.ts";
import type { Plan } from "../../planner/plan.ts";
import { CommandError, EXIT } from "../terminal/exit.ts";
import type { RestoreWritten } from "./restore-options.ts";
import { selectScheduled, selectSites } from "./select-site.ts";

/**
 * The site that a restore is to read.
 * @throws CommandError with the sites that may be meant, where none is written; for a policy that the plan does not have
 */
export function requiredSite(
  plan: Plan,
  things: readonly ThingId[],
  { site, policy }: Pick<RestoreWritten, "site" | "policy">,
): string {
  if (site !== undefined) return site;
  const stacks =
    policy === undefined
      ? selectSites(plan, undefined)
      : selectScheduled(plan, policy, undefined).map(({ stack }) => stack);
  const all = [...new Set(stacks.map((stack) => stack.site))];
  // Where no policy runs, only copies of other sites arrive.
  const runs = all.filter((site) => keepsOwn(plan, site));
  const sites = runs.length > 0 ? runs : all;
  const ofAny = runs.length > 0 ? "policies run at" : "the plan has";
  const what = policy === undefined ? ofAny : `policy ${policy} is kept at`;
  const named = policy === undefined ? (things[0]?.id ?? "...") : `--policy ${policy}`;
  throw new CommandError(
    "--site is missing: the region or edge zone where it was",
    EXIT.usage,
    `${what} ${sites.join(", ")}: npx zonekeep restore ${named} --site ${sites[0]}`,
  );
}

function keepsOwn({ stacks }: Plan, site: string): boolean {
  return stacks.some((stack) => stack.site === site && stack.units.some(({ kind }) => kind === "schedule"));
}
