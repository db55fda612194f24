import type { JsonObject } from "../../contract/json.ts";
import type { Blocked } from "../blocked.ts";
import { attemptOrNone } from "../kit/attempt.ts";
import { goneFunctions } from "../kit/gone-functions.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { AtArm } from "../parts.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import type { Configuration, NotificationsDocument } from "./document.ts";
import { destinationOf, entryEvents, entryLabel } from "./entry.ts";
import { changedEntries, holdsEntries, overlaps } from "./merge.ts";
import { WRITE_ACTION } from "./put.ts";
import { type BucketPorts, READ_ACTION, readConfiguration } from "./read.ts";
import { unknownVersions, versionsKnown, versionsNow } from "./versions.ts";

/**
 * Reads only, and plans no write: a bucket's notifications make events arrive, so they are merged at activation. What
 * would keep them from it is told beforehand.
 */
export async function planNotifications(
  ports: BucketPorts,
  { translation, together, known = new Map() }: PlanRequest<NotificationsDocument>,
): Promise<ThingPlan> {
  const { missing } = translation;
  const document = { ...translation.document, configuration: versionsKnown(translation, known) };
  const unknown = [...missing, ...unknownVersions(translation, together)];
  const blocked = untranslated(unknown);
  const warnings = [...translation.warnings];
  const steps: ThingPlan["steps"][number][] = [];
  // A bucket without a counterpart is not looked for.
  const { bucket } = document;
  const waiting: AtArm[] = [];
  const there = missing.some(({ path }) => path === "bucket")
    ? undefined
    : await readThere(ports, document, blocked);
  if (there !== undefined && holdsEntries(there, document.configuration))
    steps.push({
      title: `notifications of bucket ${bucket} are as they were`,
      call: READ_ACTION,
      effect: "keep",
    });
  else if (there !== undefined) {
    waiting.push({
      title: `merge notifications into bucket ${bucket}`,
      call: WRITE_ACTION,
      effect: "create",
    });
    warnings.push(...(await metAtArm(ports, document, there)));
  }
  return {
    live: there === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    atArm: waiting,
    ids: new Map(),
    activation: (ids) => {
      const { configuration, lost } = versionsNow(translation, ids);
      const bridges =
        configuration.EventBridgeConfiguration !== undefined && there?.EventBridgeConfiguration === undefined;
      return { bucket, configuration: configuration as JsonObject, lost, ...(bridges && { bridges }) };
    },
  };
}

/** What arming would meet: entries in the way of ours, and ours that say something else by now. */
async function metAtArm(
  ports: BucketPorts,
  { bucket, configuration }: NotificationsDocument,
  there: Configuration,
): Promise<string[]> {
  const inTheWay = overlaps(there, configuration);
  const gone = await goneFunctions(
    ports,
    inTheWay.flatMap((entry) => destinationOf(entry) ?? []),
  );
  const isGone = (entry: JsonObject): boolean => gone.has(destinationOf(entry) ?? "");
  const dead = inTheWay.filter(isGone).map(entryLabel);
  const foreign = inTheWay.filter((entry) => !isGone(entry)).map(entryLabel);
  return [
    ...foreign.map(
      (label) =>
        `bucket ${bucket} has ${label} for the same events, and S3 takes one destination for an event: ` +
        "remove or narrow that entry before arm",
    ),
    ...dead.map((label) => `arm replaces ${label} in bucket ${bucket}, for that function is gone`),
    ...changedEntries(there, configuration).map(
      ({ is, ours }) =>
        `arm changes ${entryLabel(is)} in bucket ${bucket}: ${entryEvents(is)} becomes ${ours.map(entryEvents).join(" and ")}`,
    ),
  ];
}

async function readThere(
  ports: BucketPorts,
  { bucket }: NotificationsDocument,
  blocked: Blocked[],
): Promise<Configuration | undefined> {
  const what = { resource: `bucket ${bucket}`, call: READ_ACTION };
  const there = await attemptOrNone(ports.sleep, what, () => readConfiguration(ports, bucket));
  if (there === undefined)
    blocked.push({
      because: "incomplete",
      message: `bucket ${bucket} is not there, and a restore makes no bucket`,
      hint: "create it first, or map it to one that exists",
    });
  return there;
}
