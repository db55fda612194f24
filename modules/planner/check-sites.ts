import { closest } from "../core/closest.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { show } from "../core/printable.ts";
import type { Estate, Policy, SiteId } from "../policy/policy.ts";

/** Sites of a policy that the estate does not have. */
export function checkSites(policy: Policy, estate: Estate): Diagnostic[] {
  const known = knownSites(estate);
  return policy.sites
    .filter(({ value }) => !known.includes(value))
    .map(({ value, at }) => ({
      severity: "error",
      code: "SITE",
      message: `site ${show(value)} is not in the estate`,
      hint: suggestSite(value, known),
      at,
    }));
}

export function knownSites({ regions, zones }: Estate): SiteId[] {
  return [...regions, ...zones].map(({ id }) => id);
}

export function suggestSite(written: string, known: readonly SiteId[]): string {
  const near = closest(written, known);
  if (near !== undefined) return `did you mean ${near}?`;
  const some = known.slice(0, 5).join(", ");
  return `the estate has ${some}${known.length > 5 ? ` and ${known.length - 5} more` : ""}; add it there first`;
}
