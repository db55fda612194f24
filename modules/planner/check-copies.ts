import type { Diagnostic, DiagnosticCode } from "../core/diagnostic.ts";
import { show } from "../core/printable.ts";
import type { Estate, Policy, SiteId, Sourced, ZoneLock } from "../policy/policy.ts";
import type { Capabilities } from "./capabilities.ts";
import { knownSites, suggestSite } from "./check-sites.ts";

/** Copies that cannot be: to nowhere, to where the original lies, or where the provider will not carry them. */
export function checkCopies(
  policy: Policy,
  estate: Estate,
  zoneLock: ZoneLock,
  capabilities: Capabilities,
): Diagnostic[] {
  const parentOf = new Map(estate.zones.map(({ id, parent }) => [id, parent]));
  const regions = estate.regions.map(({ id }) => id);
  const sources = policy.sites.map(({ value }) => value).filter((id) => knownSites(estate).includes(id));

  return policy.copies.flatMap((copy): Diagnostic[] => {
    const to = copy.value;
    const fault = (code: DiagnosticCode, message: string, hint: string): Diagnostic => ({
      severity: "error",
      code,
      message: `${message}${askedBy(policy, copy)}`,
      hint,
      at: copy.at,
    });
    const elsewhere = regions.filter((id) => !sources.some((site) => (parentOf.get(site) ?? site) === id));
    const another =
      elsewhere.length > 0
        ? `write another region of the estate: ${elsewhere[0]}`
        : "add another region to the estate";

    if (zoneLock.zones.some(({ id }) => id === to))
      return [fault("COPY", `copy to ${to}, an edge zone, which has no store of its own`, another)];
    if (!regions.includes(to))
      return [
        fault(
          "SITE",
          `copy to ${show(to)}, which is not in the estate`,
          suggestSite(to, regions, estate, zoneLock),
        ),
      ];
    return sources.flatMap((site) => {
      const region = parentOf.get(site) ?? site;
      if (site === to) return [fault("COPY", `copy of ${site} to itself`, another)];
      if (region === to)
        return [
          fault("COPY", `copy of ${site} to ${to}, its parent region, where its points lie already`, another),
        ];
      const refused = capabilities.refuseCopy(region, to);
      return refused === undefined ? [] : [fault("COPY", `copy of ${site} to ${to}: ${refused}`, another)];
    });
  });
}

/** A default of the estate says nothing of the policy it does not suit. */
function askedBy(policy: Policy, { from }: Sourced<SiteId>): string {
  return from === "policy" ? "" : `, for policy ${policy.name}`;
}
