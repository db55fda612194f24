import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "vitest";
import { actionsOf } from "./fake-aws/action.ts";
import { FakeSqs } from "./fake-sqs.ts";

const create = (sqs: FakeSqs, QueueName: string, Attributes: Record<string, string> = {}) =>
  sqs.client.send(new CreateQueueCommand({ QueueName, Attributes }));
const set = (sqs: FakeSqs, name: string, Attributes: Record<string, string>) =>
  sqs.client.send(new SetQueueAttributesCommand({ QueueUrl: sqs.url(name), Attributes }));
async function attributesOf(sqs: FakeSqs, name: string): Promise<Record<string, string>> {
  const input = { QueueUrl: sqs.url(name), AttributeNames: ["All" as const] };
  return (await sqs.client.send(new GetQueueAttributesCommand(input))).Attributes ?? {};
}
const refusal = (name: string) => ({ name, $metadata: { httpStatusCode: 400 } });

test("a queue has SQS's defaults, and what only SQS writes", async () => {
  const sqs = new FakeSqs();
  await create(sqs, "orders");
  expect(await attributesOf(sqs, "orders")).toEqual({
    ApproximateNumberOfMessages: "0",
    ApproximateNumberOfMessagesDelayed: "0",
    ApproximateNumberOfMessagesNotVisible: "0",
    CreatedTimestamp: "1767225600",
    DelaySeconds: "0",
    LastModifiedTimestamp: "1767225600",
    MaximumMessageSize: "262144",
    MessageRetentionPeriod: "345600",
    QueueArn: "arn:aws:sqs:eu-west-1:111122223333:orders",
    ReceiveMessageWaitTimeSeconds: "0",
    SqsManagedSseEnabled: "true",
    VisibilityTimeout: "30",
  });
  await create(sqs, "orders.fifo", { FifoQueue: "true" });
  expect(await attributesOf(sqs, "orders.fifo")).toMatchObject({
    ContentBasedDeduplication: "false",
    DeduplicationScope: "queue",
    FifoQueue: "true",
    FifoThroughputLimit: "perQueue",
  });
});

test("attributes come by name, and none unless they are asked for", async () => {
  const sqs = new FakeSqs();
  const { QueueUrl } = await create(sqs, "orders");
  expect(await sqs.client.send(new GetQueueAttributesCommand({ QueueUrl }))).toEqual({});
  const some = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout", "Policy"] });
  expect(await sqs.client.send(some)).toEqual({ Attributes: { VisibilityTimeout: "30" } });
});

describe("a name that exists", () => {
  test("is the same queue to those who ask for the same, and an error to others", async () => {
    const sqs = new FakeSqs();
    const made = await create(sqs, "orders", { DelaySeconds: "5" });
    expect(await create(sqs, "orders")).toEqual(made);
    expect(await create(sqs, "orders", { DelaySeconds: "5" })).toEqual(made);
    await expect(create(sqs, "orders", { DelaySeconds: "6" })).rejects.toMatchObject(
      refusal("QueueNameExists"),
    );
  });

  test("is free a minute after its queue was deleted", async () => {
    const sqs = new FakeSqs();
    const { QueueUrl } = await create(sqs, "orders");
    await sqs.client.send(new DeleteQueueCommand({ QueueUrl }));
    await expect(sqs.client.send(new GetQueueUrlCommand({ QueueName: "orders" }))).rejects.toMatchObject(
      refusal("QueueDoesNotExist"),
    );
    await expect(create(sqs, "orders")).rejects.toMatchObject(refusal("QueueDeletedRecently"));
    sqs.now += 60_000;
    expect(await create(sqs, "orders")).toEqual({ QueueUrl });
  });
});

test("what is set is shown, and an empty text removes a document and a key", async () => {
  const sqs = new FakeSqs();
  await create(sqs, "dead");
  await create(sqs, "orders");
  const before = await attributesOf(sqs, "orders");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: sqs.arn("dead"), maxReceiveCount: 3 });
  const documents = { Policy: "{}", RedrivePolicy, RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' };
  sqs.now += 5_000;
  await set(sqs, "orders", { ...documents, KmsMasterKeyId: "alias/orders" });
  expect(await attributesOf(sqs, "orders")).toMatchObject({
    ...documents,
    KmsMasterKeyId: "alias/orders",
    KmsDataKeyReusePeriodSeconds: "300",
    SqsManagedSseEnabled: "false",
    LastModifiedTimestamp: String(Number(before.LastModifiedTimestamp) + 5),
  });
  await set(sqs, "orders", { Policy: "", RedrivePolicy: "", RedriveAllowPolicy: "", KmsMasterKeyId: "" });
  expect(await attributesOf(sqs, "orders")).toEqual({
    ...before,
    SqsManagedSseEnabled: "false",
    LastModifiedTimestamp: String(Number(before.LastModifiedTimestamp) + 5),
  });
});

test.each([
  [
    "a dead-letter queue that is not there",
    "orders",
    {
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:none","maxReceiveCount":3}',
    },
    "InvalidParameterValue",
  ],
  ["an attribute that only SQS writes", "orders", { QueueArn: "x" }, "InvalidAttributeName"],
  ["an attribute of FIFO queues", "orders", { DeduplicationScope: "queue" }, "InvalidAttributeName"],
  ["a number out of its bounds", "orders", { VisibilityTimeout: "43201" }, "InvalidAttributeValue"],
  ["a policy that is not JSON", "orders", { Policy: "{" }, "InvalidAttributeValue"],
  ["a FIFO queue without its suffix", "orders", { FifoQueue: "true" }, "InvalidParameterValue"],
])("%s is refused", async (_what, name, attributes, error) => {
  await expect(create(new FakeSqs(), name, attributes)).rejects.toMatchObject(refusal(error));
});

test("lists have pages for those who say how many they want; the others see the first and no token", async () => {
  const sqs = new FakeSqs();
  for (const name of ["a", "b", "c"]) await create(sqs, name);
  const first = await sqs.client.send(new ListQueuesCommand({ MaxResults: 1000 }));
  expect(first).toEqual({ QueueUrls: [sqs.url("a"), sqs.url("b")], NextToken: "2" });
  const { NextToken } = first;
  expect(await sqs.client.send(new ListQueuesCommand({ MaxResults: 1000, NextToken }))).toEqual({
    QueueUrls: [sqs.url("c")],
  });
  expect(await sqs.client.send(new ListQueuesCommand({}))).toEqual({ QueueUrls: first.QueueUrls });
  expect(await sqs.client.send(new ListQueuesCommand({ QueueNamePrefix: "z" }))).toEqual({});
});

test("tags are added, removed and listed; every call is on record, and one that is killed took effect", async () => {
  const sqs = new FakeSqs();
  const { QueueUrl } = await create(sqs, "orders");
  sqs.wire.killAt = { call: 2, when: "after" };
  const tag = new TagQueueCommand({ QueueUrl, Tags: { team: "shop", stage: "prod" } });
  await expect(sqs.client.send(tag)).rejects.toThrow("killed at TagQueue");
  sqs.wire.dead = false;
  await sqs.client.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["stage"] }));
  expect(await sqs.client.send(new ListQueueTagsCommand({ QueueUrl }))).toEqual({ Tags: { team: "shop" } });
  expect(actionsOf(sqs.wire.calls)).toEqual([
    "sqs:CreateQueue",
    "sqs:ListQueueTags",
    "sqs:TagQueue",
    "sqs:UntagQueue",
  ]);
});
