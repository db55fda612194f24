import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { topicArn } from "../../../modules/aws/names.ts";
import type { DemoClients } from "../../../sandbox/demo/clients.ts";
import { ACCOUNT, LOST, queueArn } from "../../../sandbox/demo/regions.ts";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";

/** A queue that listens to the topic of the region. */
export const EAR = "what-the-topic-said";

/** A topic tells a queue nothing whose policy does not let it in. */
const OPEN_TO_TOPICS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn(LOST, EAR),
    },
  ],
});

export async function listenToTopic(endpoint: string, { sqs }: Pick<DemoClients, "sqs">): Promise<void> {
  await sqs.send(new CreateQueueCommand({ QueueName: EAR, Attributes: { Policy: OPEN_TO_TOPICS } }));
  await new SNSClient({ endpoint, region: LOST, credentials: FAKE_CREDENTIALS }).send(
    new SubscribeCommand({
      TopicArn: topicArn({ account: ACCOUNT, partition: "aws" }, LOST, LOST),
      Protocol: "sqs",
      Endpoint: queueArn(LOST, EAR),
    }),
  );
}
