import type { Kind, ThingId } from "../contract/kinds.ts";
import { thingName } from "../core/thing-name.ts";
import { livesIn } from "../protectors/home.ts";
import { SPECS } from "../protectors/kinds.ts";

/** Why a thing cannot come back in a region, and what to do; `undefined` where it can. */
export interface AwayFromHome {
  readonly why: string;
  readonly hint: string;
}

/**
 * A global service is written in one region alone: what is there goes on working while that is lost, and what is not has to
 * wait for it.
 */
export function awayFromHome(
  thing: ThingId & { readonly kind: Kind },
  region: string,
): AwayFromHome | undefined {
  if (livesIn(thing.kind, region)) return undefined;
  const { noun, home } = SPECS[thing.kind];
  return {
    why: `${thingName(thing)} does not come back in ${region}: ${noun[1]} are written in ${home} alone, and go on as they are while it is lost`,
    hint: `restore it with --to ${home} once that answers`,
  };
}
