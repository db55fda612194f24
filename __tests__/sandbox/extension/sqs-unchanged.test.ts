import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Aws, clients, fresh } from "./clients.ts";
import { make, makeFifo, read } from "./queues.ts";
import { type Server, startExtension } from "./servers.ts";

/** What moto does as AWS does, and must go on doing under our patches. */
let extension: Server;
let aws: Aws;
beforeAll(async () => {
  extension = await startExtension();
  aws = clients(extension.endpoint);
});
afterAll(() => extension.stop());

test("what was set comes back", async () => {
  const given = {
    ContentBasedDeduplication: "true",
    DeduplicationScope: "messageGroup",
    DelaySeconds: "13",
    FifoQueue: "true",
    FifoThroughputLimit: "perMessageGroupId",
    MaximumMessageSize: "3232",
    MessageRetentionPeriod: "13425",
    ReceiveMessageWaitTimeSeconds: "15",
    SqsManagedSseEnabled: "false",
    VisibilityTimeout: "42",
  };
  const { url } = await makeFifo(aws, given);
  expect(await read(aws, url)).toMatchObject(given);
});

test("a queue that does not exist is QueueDoesNotExist, whatever the call", async () => {
  const QueueUrl = `${(await make(aws)).url}-not`;
  const error = {
    name: "QueueDoesNotExist",
    Code: "AWS.SimpleQueueService.NonExistentQueue",
    message: "The specified queue does not exist.",
    $metadata: expect.objectContaining({ httpStatusCode: 400 }),
  };
  const calls = [
    aws.sqs.send(new GetQueueUrlCommand({ QueueName: fresh("not") })),
    aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] })),
    aws.sqs.send(new ListQueueTagsCommand({ QueueUrl })),
    aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: "1" } })),
    aws.sqs.send(new TagQueueCommand({ QueueUrl, Tags: { a: "b" } })),
  ];
  await Promise.all(calls.map((call) => expect(call).rejects.toMatchObject(error)));
});

test("CreateQueue gives a new queue its tags", async () => {
  const made = await aws.sqs.send(
    new CreateQueueCommand({ QueueName: fresh("queue"), tags: { team: "orders" } }),
  );
  const { Tags } = await aws.sqs.send(new ListQueueTagsCommand({ QueueUrl: made.QueueUrl }));
  expect(Tags).toEqual({ team: "orders" });
});
