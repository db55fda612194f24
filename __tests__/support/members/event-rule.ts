import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

export const members: Members = {
  ignored: {
    "DescribeRule.Name": OWN,
    "DescribeRule.EventBusName": OWN,
    "DescribeRule.ManagedBy": "a rule that a service keeps is not listed, and that is told",
  },
};
