import { type Diagnostic, error, warning } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { selectsFunctions } from "../../core/selects-functions.ts";
import type { Estate } from "../../policy/estate.ts";
import type { Capabilities } from "../capabilities.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import { placeOf } from "../place-of.ts";

/**
 * What of `select.resources` no run of the policy would keep: what the provider refuses, and what lies where the policy does
 * not run. Accepted, it would select nothing.
 */
export function checkResources(
  { name, select, placed }: PlacedPolicy,
  { account, partition, zones }: Estate,
  { refuseResource, homeOf }: Pick<Capabilities, "refuseResource" | "homeOf">,
): Diagnostic[] {
  const { resources } = select.value;
  const isZone = (site: string): boolean => zones.some(({ id }) => id === site);
  const regions = [...placed.keys()].filter((site) => !isZone(site));
  const told = resources.flatMap((one): Diagnostic[] => {
    const at = placeOf(select, `resources.${one}`);
    const refused = refuseResource(one, { account, partition });
    const tell = refused?.warns ? warning : error;
    if (refused !== undefined) return [tell(refused.code, at, refused.message, refused.hint)];
    const [prefix, , , own = ""] = one.split(":");
    const home = homeOf?.(one);
    const region = home ?? (prefix === "arn" ? own : "");
    if (region === "" || placed.size === 0 || regions.includes(region)) return [];
    const message = `${show(one)} lies where policy ${name} does not run`;
    return [error("SITE", at, message, `add ${home ?? "its region"} to sites, or leave it out`)];
  });
  const { exclude } = select.value;
  if (exclude.length > 0 && !selectsFunctions(select.value))
    told.push(
      error(
        "VALUE",
        placeOf(select, "exclude"),
        "select.exclude leaves out functions, and no function is selected",
        'leave it out, or select functions too: names: ["*"]',
      ),
    );
  if (resources.length === 0 || regions.length > 0 || placed.size === 0) return told;
  const at = placeOf(select, "resources");
  const message = `policy ${name} runs at edge zones alone, and resources lie in regions`;
  return [...told, error("SITE", at, message, "add the region to sites, or leave resources out")];
}
