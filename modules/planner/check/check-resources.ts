import { closest } from "../../core/closest.ts";
import { type Diagnostic, error, type SourcePos } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import { selectsFunctions } from "../../core/selects-functions.ts";
import { shortList } from "../../core/short-list.ts";
import type { Estate } from "../../policy/estate.ts";
import type { Capabilities } from "../capabilities.ts";
import type { PlacedPolicy } from "../expand/resolve-sites.ts";
import { placeOf } from "../place-of.ts";

/**
 * What of `select.resources` no run of the policy would keep: of a kind that is not kept, of functions, which have a selection
 * of their own, of another account, or where the policy does not run. Accepted, it would select nothing.
 */
export function checkResources(
  { name, select, placed }: PlacedPolicy,
  { account, zones }: Estate,
  { resourceKinds, kindAt }: Pick<Capabilities, "resourceKinds" | "kindAt">,
): Diagnostic[] {
  const { resources } = select.value;
  const isZone = (site: string): boolean => zones.some(({ id }) => id === site);
  const regions = [...placed.keys()].filter((site) => !isZone(site));
  const told = resources.flatMap((one): Diagnostic[] => {
    const at = placeOf(select, `resources.${one}`);
    if (one.startsWith("arn:")) return ofArn(one, at);
    // What is neither is told as that.
    return one.includes("/") ? ofKind(one.slice(0, one.indexOf("/")), one, at) : [];
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

  function ofKind(kind: string, one: string, at: SourcePos): Diagnostic[] {
    if (kind === "lambda") return [ofFunctions(one, at)];
    if (resourceKinds.includes(kind)) return [];
    const near = closest(kind, resourceKinds);
    const hint =
      near === undefined ? `the kinds are ${shortList(resourceKinds, MOST)}` : `did you mean ${near}?`;
    return [error("VALUE", at, `${show(one)} in select.resources is of no kind that runs keep`, hint)];
  }

  function ofArn(arn: string, at: SourcePos): Diagnostic[] {
    const [, , , region = "", owner = ""] = arn.split(":");
    const kind = kindAt(arn);
    if (kind === "lambda") return [ofFunctions(arn, at)];
    if (kind === undefined) {
      const message = `${show(arn)} in select.resources is not offered yet: runs keep nothing of its kind`;
      return [error("UNSUPPORTED", at, message, "leave it out")];
    }
    if (account !== "" && owner !== "" && owner !== account)
      return [error("VALUE", at, `${show(arn)} lies in another account than the estate`, "leave it out")];
    if (region === "" || placed.size === 0 || regions.includes(region)) return [];
    const hint = "add its region to sites, or leave it out";
    return [error("SITE", at, `${show(arn)} lies where policy ${name} does not run`, hint)];
  }
}

/** Kinds that a hint names. */
const MOST = 20;

function ofFunctions(one: string, at: SourcePos): Diagnostic {
  const message = `${show(one)} in select.resources is a function`;
  return error("VALUE", at, message, "select functions by names, arns or tags");
}
