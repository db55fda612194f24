import { closest } from "../../core/closest.ts";
import { type Diagnostic, error, formatPos, type SourcePos } from "../../core/diagnostic.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { Estate } from "../../policy/estate.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import { nearestOf, placeOf } from "../place-of.ts";
import { regionsOf } from "../region-of.ts";

interface Rule {
  readonly value: readonly string[];
  readonly at: SourcePos;
  readonly places: Readonly<Record<string, SourcePos>>;
}

/** Sites and copies outside of where the policy, or the whole estate, says that points must stay. */
export function checkResidency(
  policy: PlacedPolicy,
  estate: Estate,
  { jurisdictions, knownJurisdictions }: Capabilities,
): Diagnostic[] {
  // A rule with a misspelt jurisdiction is told as that: what it would refuse means nothing.
  const rules = [policy["stay-in"], estate.stayIn].filter(
    (rule): rule is NonNullable<typeof rule> =>
      rule?.value.every((one) => knownJurisdictions.includes(one)) === true,
  );
  if (rules.length === 0) return [];
  const regionOf = regionsOf(estate);
  const regions = new Set(estate.regions.map(({ id }) => id));
  const leaves = (what: string, region: SiteId, at: SourcePos): Diagnostic[] =>
    rules.flatMap((rule) => {
      const places = jurisdictions(region);
      if (places !== undefined && rule.value.some((one) => places.includes(one))) return [];
      const where = places === undefined ? "nobody knows where" : places.join(", ");
      const message = `${what} leaves ${rule.value.join(", ")}: ${region} lies in ${where}`;
      return [error("RESIDENCY", at, message, `name another, or change stay-in at ${formatPos(rule.at)}`)];
    });
  return [
    ...[...policy.placed].flatMap(([id, [at = policy.at]]) => leaves(`site ${id}`, regionOf(id), at)),
    ...policy.copies.value
      .filter(({ to }) => regions.has(to))
      .flatMap(({ to }) => leaves(`copy to ${to}`, to, placeOf(policy.copies, `${to}.to`))),
  ];
}

/** Jurisdictions that no region lies in: nothing could stay there. */
export function checkJurisdictions(
  rule: Rule | undefined,
  { knownJurisdictions }: Capabilities,
): Diagnostic[] {
  return uniqueSorted(rule?.value ?? []).flatMap((name): Diagnostic[] => {
    // What is no code at all has been told, with the way out.
    if (rule === undefined || knownJurisdictions.includes(name) || !/^[A-Z]{2,4}$/.test(name)) return [];
    const near = meant(name, knownJurisdictions);
    const hint =
      near === undefined ? `regions lie in ${knownJurisdictions.join(", ")}` : `did you mean ${near}?`;
    const at = nearestOf(rule.places, name) ?? rule.at;
    return [error("RESIDENCY", at, `no region lies in ${name}`, hint)];
  });
}

/** Of codes of two letters each is one letter from many others: only their case can be a slip. */
function meant(written: string, known: readonly string[]): string | undefined {
  const code = written.toUpperCase() === "UK" ? "GB" : written.toUpperCase();
  if (written.length === 2) return known.find((one) => one === code);
  return closest(written, known);
}
