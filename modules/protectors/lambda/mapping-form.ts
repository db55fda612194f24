import type { Json, JsonObject } from "../../contract/json.ts";
import { canonical, isObject, sameJson } from "../kit/canonical.ts";

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
export const KAFKA_CONFIGS = ["AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig"];
/** How a mapping of Kafka reads for which nobody said it. */
const CONSUMPTION = "Stream";

/**
 * One form for settings that mean the same: without what is empty, and without defaults. A Kafka cluster of one's own shows
 * no window where nobody set it, which then is half a second: a 0 was set.
 */
export function mappingForm(settings: JsonObject): JsonObject {
  const said = settings.SelfManagedEventSource !== undefined ? WINDOW : undefined;
  return Object.fromEntries(
    Object.entries(canonical(settings))
      .filter(([key, value]) => key === said || !sameJson(value, MAPPING_DEFAULTS[key]))
      .map(([key, value]) => [key, KAFKA_CONFIGS.includes(key) ? withoutDefaultMode(value) : value]),
  );
}

function withoutDefaultMode(config: Json): Json {
  if (!isObject(config) || config.ConsumptionMode !== CONSUMPTION) return config;
  const { ConsumptionMode: _, ...rest } = config;
  return rest;
}
