import { knownKind } from "../recovery/known-kind.ts";
import { SPECS } from "./kinds.ts";

/** What points of a kind hold beside its settings, one of it: `record`, `event`. */
export function heldNoun(kind: string): string {
  const known = knownKind(kind);
  return (known && SPECS[known].records?.noun) ?? "record";
}
