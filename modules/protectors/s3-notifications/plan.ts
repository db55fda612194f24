import type { JsonObject } from "../../contract/json.ts";
import { attemptOrNone } from "../kit/attempt.ts";
import type { Blocked, PlanRequest, ThingPlan } from "../protector.ts";
import type { Configuration, List, NotificationsDocument } from "./document.ts";
import { LISTS } from "./document.ts";
import { entriesOf, holdsEntries, overlaps } from "./merge.ts";
import { type BucketPorts, READ, readConfiguration } from "./read.ts";

/**
 * Reads only, and plans no write: a bucket's notifications make events arrive, so they are merged at activation. What
 * would keep them from it is told beforehand.
 */
export async function planNotifications(
  ports: BucketPorts,
  { translation: { source, document, missing, warnings: told } }: PlanRequest<NotificationsDocument>,
): Promise<ThingPlan> {
  const blocked: Blocked[] = missing.map(({ path, value, reason }) => ({
    because: "untranslated",
    message: `${path}: ${value}: ${reason}`,
    hint: "add it to the file of --map",
  }));
  const warnings = [...told];
  const steps: ThingPlan["steps"][number][] = [];
  // A bucket without a counterpart is not looked for.
  const there = missing.some(({ path }) => path === "bucket")
    ? undefined
    : await readThere(ports, document, blocked);
  if (there !== undefined && holdsEntries(there, document.configuration))
    steps.push({
      title: `notifications of bucket ${document.bucket} are as they were`,
      call: "s3:GetBucketNotification",
      effect: "keep",
    });
  else if (there !== undefined) {
    const foreign = overlaps(there, document.configuration);
    if (foreign.length > 0)
      warnings.push(
        `bucket ${document.bucket} has ${foreign.join(", ")} for the same events, and S3 takes no two destinations for ` +
          "one: remove or narrow that entry before arm",
      );
  }
  return {
    live: there === undefined ? "absent" : "there",
    steps,
    blocked,
    warnings,
    ids: new Map(),
    activation: (ids) => ({
      bucket: document.bucket,
      configuration: resolved(source.configuration, document.configuration, ids) as JsonObject,
    }),
  };
}

async function readThere(
  ports: BucketPorts,
  { bucket }: NotificationsDocument,
  blocked: Blocked[],
): Promise<Configuration | undefined> {
  const what = { resource: `bucket ${bucket}`, call: READ };
  const there = await attemptOrNone(ports.sleep, what, () => readConfiguration(ports, bucket));
  if (there === undefined)
    blocked.push({
      because: "incomplete",
      message: `bucket ${bucket} is not there, and a restore makes no bucket`,
      hint: "make it before, or map it to one that is there",
    });
  return there;
}

/** With the versions that functions have now: `source` and `translated` hold the same entries in the same order. */
function resolved(
  source: Configuration,
  translated: Configuration,
  ids: ReadonlyMap<string, string>,
): Configuration {
  const list = (name: List): Pick<Configuration, List> => {
    const field = LISTS[name];
    const entries = entriesOf(translated, name).map((entry, at) => {
      const was = entriesOf(source, name)[at]?.[field];
      const now = typeof was === "string" ? ids.get(was) : undefined;
      return now === undefined ? entry : { ...entry, [field]: now };
    });
    return entries.length === 0 ? {} : { [name]: entries };
  };
  const bridge = translated.EventBridgeConfiguration;
  return {
    ...list("LambdaFunctionConfigurations"),
    ...list("QueueConfigurations"),
    ...list("TopicConfigurations"),
    ...(bridge !== undefined && { EventBridgeConfiguration: bridge }),
  };
}
