import type { TerraformForm } from "./resource.ts";

/** Nothing of it is written, for these reasons. */
export function left(...why: readonly string[]): TerraformForm {
  return { resources: [], left: why };
}
