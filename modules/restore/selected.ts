import type { Kind, ThingId } from "../contract/kinds.ts";

/** What is to be restored, where a person has not named each thing: what points say of it. */
export interface Selected {
  /** Functions first: what calls one is planned when its versions are known. */
  readonly things: readonly ThingId[];
  /** Whose points are taken where a person names none, and no restore has begun with another. Absent: the newest of each. */
  readonly run?: string;
  /** Names of what belongs to it, and cannot come back. */
  readonly leftOut: readonly string[];
  readonly warnings: readonly string[];
}

export function functionsFirst<Named extends { readonly kind: Kind; readonly id: string }>(
  things: readonly Named[],
): Named[] {
  const isFunction = ({ kind }: Named): boolean => kind === "lambda";
  return [...things.filter(isFunction), ...things.filter((thing) => !isFunction(thing))];
}
