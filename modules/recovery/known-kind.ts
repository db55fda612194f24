import { KINDS, type Kind } from "../contract/kinds.ts";

/** The kind that a key, a manifest or an item names; `undefined` for one that only another version knows. */
export function knownKind(kind: string): Kind | undefined {
  return KINDS.find((one) => one === kind);
}
