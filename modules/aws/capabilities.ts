import { isPartition } from "../core/dns-suffix.ts";
import { RUNTIMES } from "../core/runtimes/table.ts";
import type { Capabilities } from "../planner/capabilities.ts";
import type { ZoneLock } from "../policy/estate.ts";
import { homeOfNamed } from "../protectors/home.ts";
import { eventHolder } from "./event-holder.ts";
import { jurisdictions, KNOWN_JURISDICTIONS } from "./jurisdictions.ts";
import {
  COLD_STAY,
  COMPLETION_WINDOW,
  EVERY,
  LACKING,
  MAX_COPIES,
  MAX_EVENTS,
  MAX_RESOURCES,
  MAX_SELECTION,
  POLICY_NAME,
  READS,
  REPLICATION,
  RETENTION,
  START_WINDOW,
} from "./limits.ts";
import { awsPrices } from "./prices.ts";
import { readsOfRun } from "./reads-of-run.ts";
import { refuseFeature } from "./refuse-feature.ts";
import { refuseResource } from "./refuse-resource.ts";

/** What AWS can do, as far as the planner asks. */
export function awsCapabilities(zoneLock: ZoneLock): Capabilities {
  const partitionOf = new Map(zoneLock.regions.map(({ id, partition }) => [id, partition]));
  return {
    refuse: refuseFeature,
    policyName: POLICY_NAME,
    retention: RETENTION,
    every: EVERY,
    startWindow: START_WINDOW,
    completionWindow: COMPLETION_WINDOW,
    coldStay: COLD_STAY,
    events: MAX_EVENTS,
    eventHolder,
    refuseResource,
    homeOf: homeOfNamed,
    resources: MAX_RESOURCES,
    selection: MAX_SELECTION,
    copies: MAX_COPIES,
    refuseRegion: (id) => {
      const partition = partitionOf.get(id);
      if (partition === undefined) return "the zone lock does not list it";
      return isPartition(partition) ? LACKING[id] : `its partition ${partition} is not known`;
    },
    refuseCopy: (from, to) => {
      const [a, b] = [partitionOf.get(from), partitionOf.get(to)];
      return a === b ? undefined : `${from} is in partition ${a ?? "unknown"}, ${to} in ${b ?? "unknown"}`;
    },
    replication: REPLICATION,
    jurisdictions,
    knownJurisdictions: KNOWN_JURISDICTIONS,
    // Node.js 0.10 was `nodejs`: no function has it any more, and who writes that means them all.
    runtimes: Object.keys(RUNTIMES).filter((runtime) => runtime !== "nodejs"),
    reads: READS,
    readsOfRun,
    prices: awsPrices,
  };
}
