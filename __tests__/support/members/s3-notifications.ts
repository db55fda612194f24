import type { Members } from "./members.ts";

const NAMED = "an entry is known by what it tells of which objects";

export const members: Members = {
  stays: {
    "GetBucketNotificationConfiguration.TopicConfigurations[].Id": NAMED,
    "GetBucketNotificationConfiguration.QueueConfigurations[].Id": NAMED,
    "GetBucketNotificationConfiguration.LambdaFunctionConfigurations[].Id": NAMED,
  },
  unsent: {
    "PutBucketNotificationConfiguration.SkipDestinationValidation":
      "said only where another's destination is dead",
  },
};
