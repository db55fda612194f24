import { METRICS } from "../../contract/events.ts";
import type { Permission } from "../../contract/permission.ts";
import type { RecordWindows } from "../../contract/records.ts";
import type { SiteId } from "../../policy/policy.ts";
import { SPECS } from "../../protectors/kinds.ts";
import { permissionsFor } from "../../protectors/permissions-for.ts";
import type { Purpose } from "../../protectors/spec.ts";
import {
  listReads,
  listSecrets,
  runChecking,
  runSecretReads,
  runSecretWrites,
  runSigning,
  secretWrites,
  storeWrites,
  turnReads,
  turnSecretUse,
  workReads,
  workWrites,
} from "../../recovery/permissions.ts";
import { logGroupName, type Runner, roleArn, WORK_PREFIX } from "../names.ts";
import { grant, type Places } from "./grant.ts";
import { allow, type Statement } from "./statement.ts";
import { wrapFor } from "./wrap-for.ts";

/** A region as its runners see it: everything of `Places` is known. */
export interface RunnerPlaces extends Required<Places> {
  /** Edge zones that hang off the region. */
  readonly zones: readonly SiteId[];
  /** Sites that must be able to open the region's points. */
  readonly copies: readonly SiteId[];
  /** What policies that run there ask for of records and events. Absent: none. */
  readonly events?: RecordWindows;
}

const runsOnly = (places: RunnerPlaces): RunnerPlaces => ({ ...places, prefix: `${places.prefix}runs/` });
const work = (places: RunnerPlaces): RunnerPlaces => ({ ...places, prefix: WORK_PREFIX });

/** PutMetricData has no resource level; its namespace bounds it. */
const metricWrites: readonly Permission[] = [
  {
    action: "cloudwatch:PutMetricData",
    resources: ["*"],
    condition: { StringEquals: { "cloudwatch:namespace": METRICS.namespace } },
  },
];

/** Whether the store still copies what it is asked to. */
const copyRules: readonly Permission[] = [
  { action: "s3:GetReplicationConfiguration", resources: ["arn:{partition}:s3:::{bucket}"] },
];

/** Records and events are customers' data: no role reads any that no policy asks for. */
function recordReads({ events = {} }: RunnerPlaces): Permission[] {
  return Object.values(SPECS).flatMap(({ records }) =>
    records !== undefined && events[records.word] !== undefined ? records.permissions : [],
  );
}

/** Reads what policies ask for, and knows whose turn it is. */
function readingStatements(places: RunnerPlaces): Statement[] {
  if (places.events === undefined) return [];
  return [
    ...grant(recordReads(places), places),
    ...grant(turnReads, work(places)),
    ...grant(turnSecretUse, places),
  ];
}

/** What a runner does with the kinds. */
const PURPOSE: Readonly<Partial<Record<Runner, Purpose>>> = { discover: "inventory", capture: "capture" };

/** What each runner may do, beside writing its own log and what it does with the kinds. */
const PERMISSIONS: Readonly<Record<Runner, (places: RunnerPlaces) => Statement[]>> = {
  discover: (places) => [
    ...grant(workWrites, work(places)),
    ...grant(listReads, work(places)),
    ...grant(runSecretWrites, places),
    ...grant(listSecrets, places),
    ...grant(metricWrites, places),
    ...grant(copyRules, places),
  ],
  capture: (places) => [
    ...readingStatements(places),
    ...grant(storeWrites, places),
    ...grant(secretWrites, places),
    ...wrapFor(places, places.copies),
    ...grant(workWrites, work(places)),
    ...grant(runSecretReads, places),
    ...grant(runChecking, places),
    ...assumeZones(places),
  ],
  summarise: (places) => [
    ...grant(workReads, work(places)),
    ...grant(storeWrites, runsOnly(places)),
    ...grant(runSecretReads, places),
    ...grant(runSigning, places),
    ...grant(metricWrites, places),
    ...assumeZones(places),
  ],
};

export function runnerStatements(runner: Runner, places: RunnerPlaces): Statement[] {
  return [...writeLog(runner, places), ...PERMISSIONS[runner](places)];
}

/** What a runner needs of the kinds: more with each of them, and for that apart, in policies of their own. */
export function kindStatementsOf(runner: Runner, places: RunnerPlaces): Statement[] {
  const purpose = PURPOSE[runner];
  return purpose === undefined ? [] : grant(permissionsFor(purpose), places);
}

function writeLog(runner: Runner, { partition, region, account }: RunnerPlaces): Statement[] {
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName(region, runner)}`;
  return [allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${group}:*`])];
}

/** One zone's points are written by that zone's role only: no runner reads or writes its prefix itself. */
function assumeZones(places: RunnerPlaces): Statement[] {
  if (places.zones.length === 0) return [];
  return [
    allow(
      ["sts:AssumeRole"],
      places.zones.map((zone) => roleArn(places, zone, "zone")),
    ),
  ];
}
