import type { Json, JsonObject } from "../../contract/json.ts";
import { canonical, sameJson } from "../kit/canonical.ts";

/**
 * What Lambda shows of a mapping for which nobody set it. A FIFO queue refuses a window of its own, even one of 0, so
 * what means nothing is not sent.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export const MAPPING_DEFAULTS: Readonly<Record<string, Json>> = {
  MaximumBatchingWindowInSeconds: 0,
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  ParallelizationFactor: 1,
  TumblingWindowInSeconds: 0,
};

export const WINDOW = "MaximumBatchingWindowInSeconds";

/**
 * One form for settings that mean the same: without what is empty, and without defaults. A Kafka cluster of one's own shows
 * no window where nobody set it, which then is half a second: a 0 was set.
 */
export function mappingForm(settings: JsonObject): JsonObject {
  const said = settings.SelfManagedEventSource !== undefined ? WINDOW : undefined;
  return Object.fromEntries(
    Object.entries(canonical(settings)).filter(
      ([key, value]) => key === said || !sameJson(value, MAPPING_DEFAULTS[key]),
    ),
  );
}
