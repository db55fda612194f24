import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

export const members: Members = {
  ignored: { "DescribeEventBus.Name": OWN },
  unsent: {
    "CreateEventBus.EventSourceName": "of partners' buses, which a partner gives",
    "PutPermission..": "the policy is put whole, as it was",
  },
};
