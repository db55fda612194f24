import type { Capabilities } from "../planner/capabilities.ts";
import type { ZoneLock } from "../policy/policy.ts";
import {
  LACKING,
  LEAST_INTERVAL,
  LEAST_RETENTION,
  MOST_COPIES,
  MOST_INTERVAL,
  MOST_RETENTION,
} from "./limits.ts";

/** What AWS can do, as far as the planner asks. */
export function awsCapabilities(zoneLock: ZoneLock): Capabilities {
  const partitionOf = new Map(zoneLock.regions.map(({ id, partition }) => [id, partition]));
  return {
    retention: { least: LEAST_RETENTION, most: MOST_RETENTION },
    every: { least: LEAST_INTERVAL, most: MOST_INTERVAL },
    // Compliance cannot be taken back: it needs an arming of its own before it may be offered.
    lockModes: ["governance"],
    copies: MOST_COPIES,
    refuseRegion: (id) => (partitionOf.has(id) ? LACKING[id] : "the zone lock does not list it"),
    refuseCopy: (from, to) => {
      const [a, b] = [partitionOf.get(from), partitionOf.get(to)];
      return a === b ? undefined : `${from} is in partition ${a ?? "unknown"}, ${to} in ${b ?? "unknown"}`;
    },
  };
}
