import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { SQSClient } from "@aws-sdk/client-sqs";

export interface ReplayClients {
  readonly events: Pick<EventBridgeClient, "send">;
  readonly sqs: Pick<SQSClient, "send">;
}

/** Of the rule of a reading, by its id. */
export const TARGET = "queue";
