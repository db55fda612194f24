import type { JsonObject } from "../../../contract/json.ts";
import { endOf } from "../../kit/past.ts";

/** When a scheduled action has ended: it scales nothing any more, and autoscaling takes none like it. `undefined`: it has not. */
export function endedAt({ Schedule, Timezone, EndTime }: JsonObject, now: number): string | undefined {
  return endOf(String(Schedule), String(Timezone ?? "UTC"), EndTime, now);
}

/** A start that has been says nothing any more. */
export function withoutPastStart(action: JsonObject, now: number): JsonObject {
  const { StartTime, ...rest } = action;
  return typeof StartTime === "string" && Date.parse(StartTime) <= now ? rest : action;
}
