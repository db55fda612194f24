import type { Permission } from "../contract/permission.ts";
import { SPECS } from "./kinds.ts";
import type { Purpose } from "./spec.ts";

/** What all kinds together need for these purposes. */
export function permissionsFor(...purposes: readonly Purpose[]): readonly Permission[] {
  return Object.values(SPECS).flatMap(({ permissions }) =>
    purposes.flatMap((purpose) => permissions[purpose]),
  );
}
