import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

export const members: Members = {
  ignored: { "GetScheduleGroup.Name": OWN, "GetScheduleGroup.State": "a state" },
};
