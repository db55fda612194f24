import type { JsonObject } from "../../contract/json.ts";
import { livingPolicy } from "../kit/resource-policy.ts";
import { sortedKeys } from "../kit/sorted-keys.ts";
import type { StreamSettings } from "./document.ts";

/** What `ALL` stands for. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_EnableEnhancedMonitoring.html */
const ALL_METRICS = [
  "IncomingBytes",
  "IncomingRecords",
  "IteratorAgeMilliseconds",
  "OutgoingBytes",
  "OutgoingRecords",
  "ReadProvisionedThroughputExceeded",
  "WriteProvisionedThroughputExceeded",
];

/** What a stream takes unless somebody says more, in KiB. */
export const DEFAULT_RECORD_SIZE = 1024;

/** How an on-demand stream is born, and each before AWS knew another way. */
export const DEFAULT_DISTRIBUTION = "USER_PARTITION_KEY";

/** Sorted, each by its own name. */
export function metricsOf(metrics: readonly string[]): readonly string[] {
  return metrics.includes("ALL") ? ALL_METRICS : metrics.toSorted();
}

export function recordSizeOf({
  maxRecordSizeInKiB = DEFAULT_RECORD_SIZE,
}: Pick<StreamSettings, "maxRecordSizeInKiB">): number {
  return maxRecordSizeInKiB;
}

/** As Kinesis takes it, keys in order; `undefined` where there is none. */
export function policyForm(policy: JsonObject | undefined): JsonObject | undefined {
  const living = livingPolicy(policy);
  return living && (sortedKeys(living) as JsonObject);
}
