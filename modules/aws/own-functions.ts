import { functionArn, type NameScope, RUNNERS } from "./names.ts";

/** ARNs of the functions that a stack deploys in each of these regions. */
export function ownFunctions(scope: NameScope, regions: readonly string[]): ReadonlySet<string> {
  return new Set(regions.flatMap((region) => RUNNERS.map((runner) => functionArn(scope, region, runner))));
}
