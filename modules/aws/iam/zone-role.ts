import type { SiteId } from "../../policy/policy.ts";
import { secretWrites, storeWrites } from "../../recovery/permissions.ts";
import { roleArn } from "../names.ts";
import { grant, type Places } from "./grant.ts";
import type { Statement } from "./statement.ts";
import { wrapFor } from "./wrap-for.ts";

export interface ZonePlaces extends Omit<Required<Places>, "signer"> {
  /** Sites that must be able to open the zone's points. */
  readonly copies: readonly SiteId[];
}

/** Writes one edge zone's points with that zone's key, and nothing else's. */
export function zoneStatements(places: ZonePlaces): Statement[] {
  return [...grant(storeWrites, places), ...grant(secretWrites, places), ...wrapFor(places, places.copies)];
}

/** The parent's runners that write points and summaries; discover writes neither. */
export function zoneWriters(places: ZonePlaces): string[] {
  return (["capture", "summarise"] as const).map((runner) => roleArn(places, places.region, runner));
}
