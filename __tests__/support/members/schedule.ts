import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

export const members: Members = {
  ignored: { "GetSchedule.Name": OWN, "GetSchedule.GroupName": OWN },
};
