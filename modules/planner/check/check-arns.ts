import { type Diagnostic, error } from "../../core/diagnostic.ts";
import { matchesGlob } from "../../core/glob.ts";
import { show } from "../../core/printable.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { Estate } from "../../policy/estate.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import { placeOf } from "../place-of.ts";

/**
 * ARNs of functions that no run of the policy sees: those of another account than the estate's, and those of a region
 * where the policy does not run. Accepted, they would select nothing and nobody would hear of it.
 */
export function checkArns({ name, select, placed }: PlacedPolicy, { account, zones }: Estate): Diagnostic[] {
  const { arns } = select.value;
  // Of an account that could not be read, as one without its quotes, nothing is known.
  if (arns.length === 0 || account === "") return [];
  const parents = new Map(zones.map(({ id, parent }) => [id, parent]));
  const regions = uniqueSorted([...placed.keys()].map((site) => parents.get(site) ?? site));
  return arns.flatMap((arn): Diagnostic[] => {
    const [, , , inRegion = "", inAccount = "", kind] = arn.split(":");
    const at = placeOf(select, `arns.${arn}`);
    // What is no function's ARN is told as that.
    if (kind !== "function") return [];
    if (!matchesGlob(inAccount, account)) {
      const message = `${show(arn)} lies in another account than the estate`;
      return [error("VALUE", at, message, `write ${account} or * there`)];
    }
    // A policy that runs nowhere hears that once.
    if (regions.length === 0 || regions.some((id) => matchesGlob(inRegion, id))) return [];
    const message = `${show(arn)} lies where policy ${name} does not run`;
    const hint = "write a region of its sites there, or add this one to sites";
    return [error("SITE", at, message, hint)];
  });
}
