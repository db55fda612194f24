import { TRIGGERS, type TriggerKind } from "../contract/triggers.ts";
import type { Feature } from "../planner/capabilities.ts";

type TriggerFeature = `protect.triggers.${TriggerKind}`;

/** Why runs cannot do what the language can say, by its path; undefined where they can. */
const REFUSED: Readonly<Record<Exclude<Feature, TriggerFeature>, string | undefined>> = {
  "select.arns": undefined,
  "select.runtimes": undefined,
  "select.accounts": "runs protect the estate's own account only",
  "select.resources": undefined,
  "protect.code.latest": undefined,
  "protect.code.all": undefined,
  "protect.configuration.without-environment": undefined,
  "protect.state.buckets": "runs do not keep buckets yet",
  "protect.state.file-systems": "runs do not keep file systems yet",
  "protect.state.tables":
    "tables come along with functions that read their streams, others by select: { resources: [dynamodb-table/NAME] }",
  "protect.events.eventbridge": undefined,
  "protect.events.kinesis": undefined,
  "schedule.rate": undefined,
  "schedule.cron": undefined,
  "schedule.time-zone": undefined,
  "schedule.start-window": undefined,
  "schedule.completion-window": "nothing fails a run for being late yet",
  "schedule.pauses": undefined,
  "schedule.on.change": "nothing watches for changes yet",
  "schedule.on.deployment": "nothing is told of deployments yet",
  "schedule.overlap.skip": "a run does not know yet whether the one before it has ended",
  "retention.generations": "nothing prunes points yet, so all of them are kept alike",
  "retention.cold-after": "points stay in the storage class that they are written to",
  "copies.account": "stores are copied inside the estate's account only",
  "copies.target": "stores are copied to regions only",
  "copies.keep": "a replica carries the lock of its source, and ends with it",
  "copies.cold-after": "replicas stay in the storage class of their source",
  "copies.lock": "a replica carries the lock of its source",
  "lock.governance": undefined,
  "lock.compliance": undefined,
  hold: "nothing renews the locks of held points yet",
  "objectives.rto": "no drill has shown yet how long a restore takes",
  drill: "nothing rehearses restores yet",
  alerts: "alarms and runs tell the addresses of the estate's notify",
  compliance: "no framework is deployed yet",
  encryption: "a site encrypts with its own key only",
};

const REFUSED_TRIGGERS: ReadonlyMap<string, string> = new Map(
  Object.entries(TRIGGERS).flatMap(([kind, trigger]) =>
    "by" in trigger ? [] : [[`protect.triggers.${kind}`, `runs do not keep ${trigger.noun[1]} yet`]],
  ),
);

export function refuseFeature(feature: Feature): string | undefined {
  return isTrigger(feature) ? REFUSED_TRIGGERS.get(feature) : REFUSED[feature];
}

function isTrigger(feature: Feature): feature is TriggerFeature {
  return feature.startsWith("protect.triggers.");
}
