import type { Origin, SiteTerm, Sourced } from "../policy.ts";
import { get, type Located, text } from "../yaml/located.ts";
import { optionalText, sourcedItems } from "./block.ts";

/** The terms of a list of sites, each with its place; what they mean is for the planner to find out. */
export function readSiteTerms(node: Located | undefined, from: Origin): Sourced<SiteTerm>[] {
  return sourcedItems(node, from, readTerm);
}

function readTerm(node: Located): SiteTerm | undefined {
  const name = text(node);
  if (name !== undefined) return { kind: "name", name };
  const names = text(get(node, "zones"));
  if (names === undefined) return undefined;
  return { kind: "zones", names, ...optionalText(node, "type"), ...optionalText(node, "parent") };
}
