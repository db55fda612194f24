import { matchesGlob } from "./glob.ts";

/** Whether what a selection names, by an ARN, a glob of ARNs or a name, may lie in a region: names, and ARNs without a region, lie in any. */
export function couldLieIn(named: string, region: string): boolean {
  const [prefix, , , at = ""] = named.split(":");
  return prefix !== "arn" || at === "" || matchesGlob(at, region);
}
