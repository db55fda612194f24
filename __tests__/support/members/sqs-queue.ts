import { QueueAttributeName } from "@aws-sdk/client-sqs";
import type { Members } from "./members.ts";

/** Of the installed SDK. */
const ATTRIBUTES = Object.values(QueueAttributeName).filter((name) => name !== "All");
const MESSAGES = "of messages, which are no part of the point";

export const members: Members = {
  keys: { "GetQueueAttributes.Attributes.*": ATTRIBUTES, "CreateQueue.Attributes.*": ATTRIBUTES },
  ignored: {
    "GetQueueAttributes.Attributes.ApproximateNumberOfMessages": MESSAGES,
    "GetQueueAttributes.Attributes.ApproximateNumberOfMessagesDelayed": MESSAGES,
    "GetQueueAttributes.Attributes.ApproximateNumberOfMessagesNotVisible": MESSAGES,
    "GetQueueAttributes.Attributes.CreatedTimestamp": "a date that AWS writes",
  },
  unsent: {
    "CreateQueue.Attributes.ApproximateNumberOfMessages": MESSAGES,
    "CreateQueue.Attributes.ApproximateNumberOfMessagesDelayed": MESSAGES,
    "CreateQueue.Attributes.ApproximateNumberOfMessagesNotVisible": MESSAGES,
    "CreateQueue.Attributes.CreatedTimestamp": "a date that AWS writes",
    "CreateQueue.Attributes.LastModifiedTimestamp": "a date that AWS writes",
    "CreateQueue.Attributes.QueueArn": "follows from the name",
  },
};
