import type { Diagnostic, DiagnosticCode } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import type { Estate, ZoneLock } from "../../policy/estate.ts";
import type { Copy } from "../../policy/policy.ts";
import type { Capabilities } from "../capabilities.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import { placeOf } from "../place-of.ts";
import { regionsOf } from "../region-of.ts";
import { suggestSite } from "./check-sites.ts";

/** Copies that cannot be: to nowhere, to where the original lies, or where the provider will not carry them. */
export function checkCopies(
  policy: PlacedPolicy,
  estate: Estate,
  zoneLock: ZoneLock,
  capabilities: Capabilities,
): Diagnostic[] {
  const regionOf = regionsOf(estate);
  const regions = estate.regions.map(({ id }) => id);
  const targets = estate.targets.map(({ name }) => name);
  const sources = [...policy.placed.keys()];
  const isRetired = ({ to, account }: Copy): boolean =>
    account === undefined && estate.retired.some(({ id }) => id === to);

  return policy.copies.value.flatMap((copy, i, all): Diagnostic[] => {
    const { to } = copy;
    const fault = (code: DiagnosticCode, message: string, hint: string): Diagnostic => ({
      severity: "error",
      code,
      message,
      hint,
      at: placeOf(policy.copies, `${to}.to`),
    });
    const elsewhere = regions.filter((id) => !sources.some((site) => regionOf(site) === id));
    const another =
      elsewhere.length > 0
        ? `write another region of the estate: ${elsewhere[0]}`
        : "add another region to the estate";
    // What cannot be at all is told once, whoever takes it; what does not suit a policy, of each.
    const unsuited = (message: string): Diagnostic => fault("COPY", `${message}${askedBy(policy)}`, another);

    if (all.slice(0, i).some((other) => sameKeeper(other, copy)))
      return [fault("COPY", `two copies to ${to}`, "keep one of them")];
    // What `checkRetired` says of it is enough.
    if (targets.includes(to) || isRetired(copy)) return [];
    if (zoneLock.zones.some(({ id }) => id === to))
      return [fault("COPY", `copy to ${to}, an edge zone, which has no store of its own`, another)];
    if (!regions.includes(to))
      return [
        fault(
          "SITE",
          `copy to ${show(to)}, which is not in the estate`,
          suggestSite(to, [...regions, ...targets], estate, zoneLock),
        ),
      ];
    return sources.flatMap((site) => {
      const region = regionOf(site);
      // Another account is elsewhere, whatever the region.
      if (copy.account !== undefined && copy.account !== estate.account) return [];
      if (site === to) return [unsuited(`copy of ${site} to itself`)];
      if (region === to)
        return [unsuited(`copy of ${site} to ${to}, its parent region, where its points lie already`)];
      const refused = capabilities.refuseCopy(region, to);
      return refused === undefined ? [] : [unsuited(`copy of ${site} to ${to}: ${refused}`)];
    });
  });
}

/** Written alike they are a repetition in a list, which the schema tells. */
function sameKeeper(a: Copy, b: Copy): boolean {
  return a.to === b.to && a.account === b.account && JSON.stringify(a) !== JSON.stringify(b);
}

/** A default of the estate, or a profile, does not say which policy it does not suit. */
function askedBy({ name, copies }: PlacedPolicy): string {
  return copies.from === "policy" ? "" : `, for policy ${name}`;
}
