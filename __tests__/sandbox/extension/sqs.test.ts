import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { probeBoth } from "./probes.ts";
import { make, makeFifo, POLICY, read, redrive, refused, set } from "./queues.ts";

const DEFAULTS = {
  ApproximateNumberOfMessages: "0",
  ApproximateNumberOfMessagesDelayed: "0",
  ApproximateNumberOfMessagesNotVisible: "0",
  CreatedTimestamp: expect.stringMatching(/^\d{10}$/),
  DelaySeconds: "0",
  LastModifiedTimestamp: expect.stringMatching(/^\d{10}$/),
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  SqsManagedSseEnabled: "true",
  VisibilityTimeout: "30",
};

probeBoth([
  {
    says: "a new queue has the defaults, and nothing that was not set",
    holds: async (aws) => {
      const { url, arn } = await make(aws);
      expect(await read(aws, url)).toEqual({ ...DEFAULTS, QueueArn: arn });
    },
  },
  {
    says: "a new FIFO queue has four attributes more",
    holds: async (aws) => {
      const { url, arn } = await makeFifo(aws);
      expect(await read(aws, url)).toEqual({
        ...DEFAULTS,
        QueueArn: arn,
        FifoQueue: "true",
        ContentBasedDeduplication: "false",
        DeduplicationScope: "queue",
        FifoThroughputLimit: "perQueue",
      });
    },
  },
  {
    says: "switches are read in any case",
    holds: async (aws) => {
      const given = { FifoQueue: "True", ContentBasedDeduplication: "True", SqsManagedSseEnabled: "False" };
      const { url } = await makeFifo(aws, given);
      expect(await read(aws, url)).toMatchObject({
        FifoQueue: "true",
        ContentBasedDeduplication: "true",
        SqsManagedSseEnabled: "false",
      });
    },
  },
  {
    says: "a queue's attributes stay, and come back as AWS writes them",
    holds: async (aws) => {
      const [{ url }, dead] = [await make(aws), await make(aws)];
      await set(aws, url, { Policy: JSON.stringify(JSON.parse(POLICY), null, 1) });
      await set(aws, url, { RedrivePolicy: redrive(dead.arn, "4") });
      await set(aws, url, { RedriveAllowPolicy: '{"redrivePermission": "denyAll"}' });
      expect(await read(aws, url)).toMatchObject({
        Policy: POLICY,
        RedrivePolicy: redrive(dead.arn, 4),
        RedriveAllowPolicy: '{"redrivePermission":"denyAll"}',
      });
    },
  },
  {
    says: "RedriveAllowPolicy can be given to CreateQueue and asked for by its name",
    holds: async (aws) => {
      const allowed = JSON.stringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [(await make(aws)).arn],
      });
      const { url: QueueUrl } = await make(aws, { RedriveAllowPolicy: allowed });
      const named = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedriveAllowPolicy"] });
      expect((await aws.sqs.send(named)).Attributes).toEqual({ RedriveAllowPolicy: allowed });
    },
  },
  {
    says: "the empty text takes a policy or a key away",
    holds: async (aws) => {
      const dead = await make(aws);
      const policies = {
        Policy: POLICY,
        RedrivePolicy: redrive(dead.arn),
        RedriveAllowPolicy: '{"redrivePermission":"denyAll"}',
      };
      const { url } = await make(aws, { ...policies, KmsMasterKeyId: "alias/aws/sqs" });
      expect(await read(aws, url)).toMatchObject({ ...policies, SqsManagedSseEnabled: "false" });
      await set(aws, url, { Policy: "", RedrivePolicy: "", RedriveAllowPolicy: "", KmsMasterKeyId: "" });
      const left = await read(aws, url);
      for (const name of [...Object.keys(policies), "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"])
        expect(left).not.toHaveProperty(name);
      expect(left.SqsManagedSseEnabled).toBe("false");
    },
  },
  {
    says: "a key and SQS's own encryption exclude each other",
    holds: async (aws) => {
      const key = { KmsMasterKeyId: "alias/aws/sqs" };
      const { url } = await make(aws, { ...key, KmsDataKeyReusePeriodSeconds: "200" });
      expect(await read(aws, url)).toMatchObject({
        ...key,
        KmsDataKeyReusePeriodSeconds: "200",
        SqsManagedSseEnabled: "false",
      });
      const both = refused("InvalidAttributeName", /one type of server-side encryption/);
      await expect(set(aws, url, { SqsManagedSseEnabled: "true" })).rejects.toMatchObject(both);
      await expect(make(aws, { ...key, SqsManagedSseEnabled: "true" })).rejects.toMatchObject(both);
      await set(aws, url, { KmsMasterKeyId: "", SqsManagedSseEnabled: "true" });
      expect((await read(aws, url)).SqsManagedSseEnabled).toBe("true");
    },
  },
  {
    says: "a queue without tags has no list of them",
    holds: async (aws) => {
      const { url: QueueUrl } = await make(aws);
      await aws.sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: "orders", stage: "" } }));
      await aws.sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["team"] }));
      expect((await aws.sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ stage: "" });
      await aws.sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["stage"] }));
      expect((await aws.sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toBeUndefined();
    },
  },
  {
    says: "a FIFO queue takes a message once, also after it was deleted, in the scope that it says",
    holds: async (aws) => {
      const content = { ContentBasedDeduplication: "true" };
      const scoped = { ...content, DeduplicationScope: "messageGroup" };
      for (const [attributes, bodies] of [
        [content, ["a one"]],
        [scoped, ["a one", "b one"]],
      ] as const) {
        const { url: QueueUrl } = await makeFifo(aws, attributes);
        const got: string[] = [];
        for (const MessageGroupId of ["a", "a", "b"]) {
          await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageGroupId, MessageBody: "one" }));
          const { Messages = [] } = await aws.sqs.send(
            new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ["All"] }),
          );
          for (const { Body, Attributes = {}, ReceiptHandle } of Messages) {
            got.push(`${Attributes.MessageGroupId} ${Body}`);
            expect(Attributes.SequenceNumber).toMatch(/^\d{20}$/);
            await aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          }
        }
        expect(got).toEqual(bodies);
      }
    },
  },
]);
