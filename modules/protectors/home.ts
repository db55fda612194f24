import { KINDS, type Kind } from "../contract/kinds.ts";
import { couldLieIn } from "../core/could-lie-in.ts";
import { SPECS } from "./kinds.ts";
import { mayName } from "./named-resource.ts";

/** Whether things of a kind are listed, captured and restored in a region: those of a global service are in its home alone. */
export function livesIn(kind: Kind, region: string): boolean {
  const { home } = SPECS[kind];
  return home === "regional" || home === region;
}

/** The one region in which what an entry of `select.resources` names is kept; `undefined`: it may lie in any. */
export function homeOfNamed(resource: string): string | undefined {
  const kind = KINDS.find((one) => mayName(resource, one));
  const home = kind === undefined ? "regional" : SPECS[kind].home;
  return home === "regional" ? undefined : home;
}

/** Whether what an entry of a selection names may be found in a region. */
export function couldBeFoundIn(named: string, region: string): boolean {
  return couldLieIn(named, region) && (homeOfNamed(named) ?? region) === region;
}
