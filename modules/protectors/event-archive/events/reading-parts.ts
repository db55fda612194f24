import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { STSClient } from "@aws-sdk/client-sts";

export interface ReplayClients {
  readonly events: Pick<EventBridgeClient, "send">;
  readonly sqs: Pick<SQSClient, "send">;
  readonly sts: Pick<STSClient, "send">;
}

/** Of the rule of a reading, by its id. */
export const TARGET = "queue";
