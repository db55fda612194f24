import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  InvokeCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { PutBucketNotificationConfigurationCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { type Aws, eventually, HOME, makeBucket, makeFunction, makeQueue, required } from "./clients.ts";
import { logLines } from "./logs.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { makeFifo } from "./queues.ts";
import { rawCall } from "./raw-call.ts";
import { ACCOUNT } from "./servers.ts";

const SAYS_WHAT_IT_GOT =
  "exports.handler = async (event) => { console.log('got ' + JSON.stringify(event)); };";

/** What the function printed of its events, once there are as many as expected. */
async function events(
  aws: Aws,
  name: string,
  count = 1,
): Promise<readonly { Records: readonly unknown[] }[]> {
  return await eventually(aws, async () => {
    const got = (await logLines(aws.endpoint, `/aws/lambda/${name}`)).filter((line) =>
      line.startsWith("got "),
    );
    return got.length < count ? undefined : got.map((line) => JSON.parse(line.slice(4)));
  });
}

const send = ({ sqs }: Aws, url: string, body: unknown) =>
  sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(body) }));

async function left({ sqs }: Aws, url: string): Promise<string> {
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] }),
  );
  return names.map((name) => Attributes[name]).join("+");
}

const refuseAfter = async (ms: number): Promise<never> => {
  await sleep(ms);
  throw new Error("the function was not run");
};

const probes: readonly Probe[] = [
  {
    says: "a mapping delivers what its filter lets through, and drops the rest",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const { url, arn } = await makeQueue(aws);
      await aws.lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName: name,
          EventSourceArn: arn,
          FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
        }),
      );
      await send(aws, url, { kind: "other" });
      await send(aws, url, { kind: "order" });
      const [first] = await events(aws, name);
      expect(first?.Records).toEqual([
        expect.objectContaining({ body: '{"kind":"order"}', eventSource: "aws:sqs", eventSourceARN: arn }),
      ]);
      await eventually(aws, async () => ((await left(aws, url)) === "0+0" ? true : undefined));
    },
  },
  {
    says: "a mapping that is armed later finds the messages that were there before",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const { url, arn } = await makeQueue(aws);
      const { UUID } = await aws.lambda.send(
        new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn: arn, Enabled: false }),
      );
      await send(aws, url, { n: 1 });
      await send(aws, url, { n: 2 });
      await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID: required(UUID), Enabled: true }));
      const [batch] = await events(aws, name);
      expect(batch?.Records).toHaveLength(2);
    },
  },
  {
    says: "a message's attributes and group reach the function as AWS tells them",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const { url, arn } = await makeFifo(aws);
      await aws.lambda.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn: arn }));
      await aws.sqs.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: "x",
          MessageGroupId: "one",
          MessageDeduplicationId: "first",
          MessageAttributes: { author: { DataType: "String", StringValue: "John" } },
        }),
      );
      const [first] = await events(aws, name);
      expect(first?.Records).toMatchObject([
        {
          attributes: {
            MessageGroupId: "one",
            MessageDeduplicationId: "first",
            SequenceNumber: expect.stringMatching(/^\d{20}$/),
          },
          messageAttributes: {
            author: { stringValue: "John", stringListValues: [], binaryListValues: [], dataType: "String" },
          },
          md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
      ]);
    },
  },
  {
    says: "a mapping of a stream hands over what its filter lets through, tries a batch as often as it says, and goes on",
    holds: async (aws) => {
      const code = `exports.handler = async ({ Records }) => {
        console.log("got " + JSON.stringify({ Records: Records.map((each) => JSON.parse(Buffer.from(each.kinesis.data, "base64")).n) }));
        if (Records.length > 0 && JSON.parse(Buffer.from(Records[0].kinesis.data, "base64")).n === 2) throw new Error("bad");
      };`;
      const name = await makeFunction(aws, code);
      const StreamName = name;
      const kinesis = (operation: string, input: object) =>
        rawCall(aws.endpoint, "kinesis", `Kinesis_20131202.${operation}`, { StreamName, ...input });
      await kinesis("CreateStream", { ShardCount: 1 });
      const record = async (kind: string, n: number) =>
        kinesis("PutRecord", {
          PartitionKey: "one",
          Data: Buffer.from(JSON.stringify({ kind, n })).toString("base64"),
        });
      await record("order", 1);
      const { UUID } = await aws.lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName: name,
          EventSourceArn: `arn:aws:kinesis:${HOME}:${ACCOUNT}:stream/${StreamName}`,
          StartingPosition: "TRIM_HORIZON",
          BatchSize: 1,
          MaximumRetryAttempts: 1,
          FilterCriteria: { Filters: [{ Pattern: '{"data":{"kind":["order"]}}' }] },
        }),
      );
      await record("other", 9);
      await record("order", 2);
      await record("order", 3);
      expect((await events(aws, name, 4)).map(({ Records }) => Records[0])).toEqual([1, 2, 2, 3]);
      const { LastProcessingResult } = await aws.lambda.send(
        new GetEventSourceMappingCommand({ UUID: required(UUID) }),
      );
      expect(LastProcessingResult).toBe("OK");
    },
  },
  {
    says: "only the messages that the function names come back",
    holds: async (aws) => {
      const code = `exports.handler = async ({ Records }) => {
        for (const each of Records) console.log("got " + JSON.stringify({ Records: [each.body, each.attributes.ApproximateReceiveCount] }));
        const failed = Records.filter((each) => each.body === '"bad"' && each.attributes.ApproximateReceiveCount === "1");
        return { batchItemFailures: failed.map((each) => ({ itemIdentifier: each.messageId })) };
      };`;
      const name = await makeFunction(aws, code);
      const { url, arn } = await makeQueue(aws);
      await send(aws, url, "good");
      await send(aws, url, "bad");
      await aws.lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName: name,
          EventSourceArn: arn,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
        }),
      );
      const seen = (await events(aws, name, 3)).map(({ Records }) => Records);
      expect(seen).toEqual([
        ['"good"', "1"],
        ['"bad"', "1"],
        ['"bad"', "2"],
      ]);
    },
  },
  {
    says: "a bucket's event reaches the alias it names, after the answer",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const bucket = await makeBucket(aws.s3);
      const arn = `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${name}`;
      await aws.lambda.send(
        new AddPermissionCommand({
          FunctionName: name,
          StatementId: "s3",
          Action: "lambda:InvokeFunction",
          Principal: "s3.amazonaws.com",
          SourceArn: `arn:aws:s3:::${bucket}`,
        }),
      );
      await aws.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: bucket,
          NotificationConfiguration: {
            LambdaFunctionConfigurations: [{ LambdaFunctionArn: arn, Events: ["s3:ObjectCreated:*"] }],
          },
        }),
      );
      await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "in/a b.txt", Body: "x" }));
      const [first] = await events(aws, name);
      expect(first?.Records).toMatchObject([
        { eventSource: "aws:s3", s3: { object: { key: "in%2Fa+b.txt" } } },
      ]);
    },
  },
  {
    says: "a topic's message reaches its function once that lets it in, and is lost before",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: name }));
      await aws.sns.send(
        new SubscribeCommand({
          TopicArn,
          Protocol: "lambda",
          Endpoint: `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${name}`,
        }),
      );
      await aws.sns.send(new PublishCommand({ TopicArn, Message: "lost" }));
      await aws.lambda.send(
        new AddPermissionCommand({
          FunctionName: name,
          StatementId: "sns",
          Action: "lambda:InvokeFunction",
          Principal: "sns.amazonaws.com",
          SourceArn: TopicArn,
        }),
      );
      await aws.sns.send(new PublishCommand({ TopicArn, Message: "hello" }));
      const [first] = await events(aws, name);
      expect(first?.Records).toMatchObject([{ Sns: { Message: "hello" } }]);
    },
  },
  {
    says: "an event is answered before it has run",
    holds: async (aws) => {
      const gate = createServer().listen(0, "127.0.0.1");
      try {
        await once(gate, "listening");
        const waiting = once(gate, "request");
        const code = `exports.handler = (event) => new Promise((done) =>
          require("node:http").get(event.gate, () => { console.log('got {"Records":[7]}'); done(); }));`;
        const name = await makeFunction(aws, code, { Timeout: 60 });
        const { port } = gate.address() as AddressInfo;
        const { StatusCode } = await aws.lambda.send(
          new InvokeCommand({
            FunctionName: name,
            InvocationType: "Event",
            Payload: JSON.stringify({ gate: `http://127.0.0.1:${port}` }),
          }),
        );
        expect(StatusCode).toBe(202);
        const [, answer] = (await Promise.race([waiting, refuseAfter(aws.patience)])) as [
          unknown,
          ServerResponse,
        ];
        expect(await logLines(aws.endpoint, `/aws/lambda/${name}`)).toEqual([]);
        answer.end();
        expect(await events(aws, name)).toEqual([{ Records: [7] }]);
      } finally {
        gate.close();
      }
    },
  },
];

probeBoth(probes);
