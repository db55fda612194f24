import type { JsonObject } from "../../contract/json.ts";
import { canonical, isObject } from "../kit/canonical.ts";
import type { ScheduleDocument } from "./document.ts";

/** One form for settings that mean the same: with the defaults that Scheduler shows. */
export function formOf({
  ScheduleExpressionTimezone,
  ActionAfterCompletion,
  ...settings
}: ScheduleDocument["settings"]): JsonObject {
  const { RetryPolicy, ...target } = settings.Target;
  return canonical({
    ...settings,
    ScheduleExpressionTimezone: ScheduleExpressionTimezone ?? "UTC",
    ActionAfterCompletion: ActionAfterCompletion ?? "NONE",
    Target: {
      ...target,
      // https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
      RetryPolicy: {
        MaximumEventAgeInSeconds: 86_400,
        MaximumRetryAttempts: 185,
        ...(isObject(RetryPolicy) && RetryPolicy),
      },
    },
  });
}
