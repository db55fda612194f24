import { closest } from "../../core/closest.ts";
import { type Diagnostic, error, warning } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { Estate, EstateRegion, ZoneLock } from "../../policy/estate.ts";
import type { SiteId } from "../../policy/policy.ts";

/**
 * Regions that an account has to switch on first, against those that the estate says it has. A retired region
 * counts too: what it keeps is out of reach once it is switched off.
 */
export function checkOptIns(estate: Estate, zoneLock: ZoneLock): Diagnostic[] {
  const optIn = new Set(zoneLock.regions.filter((region) => region.optIn).map(({ id }) => id));
  const regions: EstateRegion[] = [
    ...estate.regions,
    ...estate.retired.filter(({ parent }) => parent === undefined),
  ];
  const needed = regions.filter(({ id }) => optIn.has(id));
  const listed = new Set(estate.optedIn.map(({ value }) => value));
  const whole = uniqueSorted(needed.map(({ id }) => id)).join(", ");

  const missing = needed
    .filter(({ id }) => !listed.has(id))
    .map(({ id, at }) =>
      error(
        "ESTATE",
        at,
        `${id} is disabled in an account until somebody enables it`,
        `enable it in the account, then write opted-in: [${whole}]`,
      ),
    );
  const ids = regions.map(({ id }) => id);
  const needless = estate.optedIn.flatMap(({ value, at }): Diagnostic[] => {
    if (optIn.has(value) && ids.includes(value)) return [];
    if (ids.includes(value)) {
      const message = `${value} is enabled in every account`;
      return [warning("ESTATE", at, message, "take it out of opted-in")];
    }
    const message = `opted-in ${show(value)} is not a region of the estate`;
    return [error("ESTATE", at, message, hintFor(value, needed, zoneLock))];
  });
  return [...missing, ...needless];
}

/** A region that exists may be added; only what does not exist is taken for a slip. */
function hintFor(written: SiteId, needed: readonly EstateRegion[], { regions }: ZoneLock): string {
  if (regions.some(({ id }) => id === written)) return "take it out of opted-in, or add it to regions";
  const near = closest(
    written,
    needed.map(({ id }) => id),
  );
  return near === undefined ? "take it out of opted-in" : `did you mean ${near}?`;
}
