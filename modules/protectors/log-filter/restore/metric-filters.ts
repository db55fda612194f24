import { METRICS } from "../../../contract/events.ts";
import type { JsonObject } from "../../../contract/json.ts";
import type { Blocked } from "../../blocked.ts";
import { isObject } from "../../kit/canonical.ts";
import { nameOf } from "../read.ts";

/** What `--skip` calls a metric filter. */
export function metricPart(filter: JsonObject): string {
  return `metric-filter/${nameOf(filter)}`;
}

/**
 * A filter that counts into the namespace of zonekeep's own metrics. What it counts would stand for a run that began, so that
 * no alarm misses the next one, or for things that were not captured.
 */
export function feedsOwnAlarms(resource: string, filter: JsonObject): Blocked | undefined {
  const { metricTransformations } = filter;
  const transformations = Array.isArray(metricTransformations) ? metricTransformations : [];
  if (!transformations.some((one) => isObject(one) && one.metricNamespace === METRICS.namespace))
    return undefined;
  return {
    because: "own",
    message:
      `metric filter ${nameOf(filter)} of ${resource} counts into the namespace ${METRICS.namespace}, ` +
      "which zonekeep's own alarms look at: they would ring, or miss no run, by what is logged there",
    hint: `say --skip ${metricPart(filter)}; put it by hand with another namespace, if somebody needs what it counts`,
  };
}
