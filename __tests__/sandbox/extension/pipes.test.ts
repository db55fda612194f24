import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  PutRecordCommand,
} from "@aws-sdk/client-kinesis";
import * as P from "@aws-sdk/client-pipes";
import { CreateStateMachineCommand, ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { expect } from "vitest";
import { type Aws, eventually, fresh, HOME, makeFunction, makeQueue, makeRole, required } from "./clients.ts";
import { arnOf, got, SAYS_WHAT_IT_GOT } from "./listeners.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { read as attributesOf } from "./queues.ts";
import { letIn, letter, letters, makeMailbox } from "./rules.ts";
import { ACCOUNT } from "./servers.ts";

const at = ({ endpoint }: Aws) => ({
  ...{ endpoint, region: HOME, maxAttempts: 1 },
  credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
  requestHandler: new NodeHttpHandler(),
});
const pipesOf = (aws: Aws) => new P.PipesClient(at(aws));

/** The ARN of a role that Pipes may take, and that may do `Action` on everything. */
async function makePipeRole(aws: Aws, Action: readonly string[] = ["*"]): Promise<string> {
  const role = await makeRole(aws, "pipes.amazonaws.com");
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*" }],
  });
  const RoleName = required(role.split("/").at(-1));
  await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "may", PolicyDocument }));
  return role;
}

type Input = Partial<P.CreatePipeCommandInput>;

/** The name of a pipe, from a queue to another one by default. */
async function pipe(aws: Aws, more: Input = {}): Promise<string> {
  const Name = fresh("pipe");
  const Source = more.Source ?? (await makeQueue(aws)).arn;
  const Target = more.Target ?? (await makeQueue(aws)).arn;
  const RoleArn = more.RoleArn ?? (await makePipeRole(aws));
  await pipesOf(aws).send(new P.CreatePipeCommand({ ...more, Name, Source, Target, RoleArn }));
  return Name;
}

const read = (aws: Aws, Name: string) => pipesOf(aws).send(new P.DescribePipeCommand({ Name }));
const send = (aws: Aws, QueueUrl: string, body: unknown) =>
  aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));

/** Waits until a queue has nothing, also nothing that somebody looks at. */
async function empty(aws: Aws, url: string): Promise<void> {
  await eventually(aws, async () => {
    const { ApproximateNumberOfMessages: seen, ApproximateNumberOfMessagesNotVisible: hidden } =
      await attributesOf(aws, url);
    return seen === "0" && hidden === "0" ? true : undefined;
  });
}

async function stream(
  aws: Aws,
): Promise<{ readonly arn: string; readonly put: (body: unknown) => Promise<unknown> }> {
  const kinesis = new KinesisClient(at(aws));
  const StreamName = fresh("stream");
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const arn = await eventually(aws, async () => {
    const { StreamDescriptionSummary: found } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName }),
    );
    return found?.StreamStatus === "ACTIVE" ? found.StreamARN : undefined;
  });
  const put = (body: unknown) =>
    kinesis.send(
      new PutRecordCommand({ StreamName, PartitionKey: "one", Data: Buffer.from(JSON.stringify(body)) }),
    );
  return { arn, put };
}

const probes: readonly Probe[] = [
  {
    says: "a pipe is stopped where it is to be, started and stopped, and then has no reason",
    holds: async (aws) => {
      const Name = await pipe(aws, { DesiredState: "STOPPED" });
      const state = async () => {
        const { DesiredState, CurrentState, StateReason } = await read(aws, Name);
        return [DesiredState, CurrentState, StateReason];
      };
      expect(await state()).toEqual(["STOPPED", "STOPPED", undefined]);
      await pipesOf(aws).send(new P.StartPipeCommand({ Name }));
      expect(await state()).toEqual(["RUNNING", "RUNNING", undefined]);
      await pipesOf(aws).send(new P.StopPipeCommand({ Name }));
      expect(await state()).toEqual(["STOPPED", "STOPPED", undefined]);
    },
  },
  {
    says: "an update leaves what it does not name, empties what it says empty, and replaces each object of parameters",
    holds: async (aws) => {
      const source = await stream(aws);
      const Name = await pipe(aws, {
        Description: "mine",
        Source: source.arn,
        SourceParameters: {
          FilterCriteria: { Filters: [{ Pattern: '{"data":{"kind":["a"]}}' }] },
          KinesisStreamParameters: { StartingPosition: "LATEST", BatchSize: 7, MaximumRetryAttempts: 2 },
        },
        TargetParameters: { InputTemplate: '{"a":1}', SqsQueueParameters: { MessageGroupId: "all" } },
        Tags: { team: "shop" },
      });
      const before = await read(aws, Name);
      await pipesOf(aws).send(
        new P.UpdatePipeCommand({
          Name,
          RoleArn: before.RoleArn,
          SourceParameters: { FilterCriteria: { Filters: [] }, KinesisStreamParameters: { BatchSize: 3 } },
          TargetParameters: { InputTemplate: "" },
        }),
      );
      expect(await read(aws, Name)).toMatchObject({
        Description: "mine",
        SourceParameters: {
          KinesisStreamParameters: {
            ...{
              StartingPosition: "LATEST",
              BatchSize: 3,
              MaximumRetryAttempts: -1,
              ParallelizationFactor: 1,
            },
          },
        },
        TargetParameters: { SqsQueueParameters: { MessageGroupId: "all" } },
        Tags: { team: "shop" },
      });
      const after = await read(aws, Name);
      expect(after.SourceParameters).not.toHaveProperty("FilterCriteria");
      expect(after.TargetParameters).not.toHaveProperty("InputTemplate");
    },
  },
  {
    says: "a source that is not there and a role that may not read make it CREATE_FAILED, with a reason",
    holds: async (aws) => {
      const Source = `arn:aws:sqs:${HOME}:${ACCOUNT}:nobodys`;
      for (const [more, why] of [
        [{ Source }, `Source ${Source} does not exist`],
        [
          { RoleArn: await makePipeRole(aws, ["sqs:SendMessage"]) },
          "is not authorized to perform: sqs:ReceiveMessage",
        ],
        [{ RoleArn: await makeRole(aws) }, "pipes.amazonaws.com is not authorized to assume"],
      ] as const) {
        const { CurrentState, StateReason } = await read(aws, await pipe(aws, more));
        expect([CurrentState, StateReason]).toEqual(["CREATE_FAILED", expect.stringContaining(why)]);
      }
    },
  },
  {
    says: "a name that is taken, a filter that is none, and parameters of another source or target are refused",
    holds: async (aws) => {
      const Name = await pipe(aws);
      const { Source, Target, RoleArn } = await read(aws, Name);
      await expect(
        pipesOf(aws).send(new P.CreatePipeCommand({ Name, Source, Target, RoleArn })),
      ).rejects.toMatchObject({
        name: "ConflictException",
        message: `Pipe ${Name} already exists.`,
        resourceId: Name,
      });
      for (const [more, field] of [
        [{ SourceParameters: { FilterCriteria: { Filters: [{ Pattern: '{"a":1}' }] } } }, "FilterCriteria"],
        [
          { SourceParameters: { KinesisStreamParameters: { StartingPosition: "LATEST" } } },
          "KinesisStreamParameters",
        ],
        [{ TargetParameters: { LambdaFunctionParameters: {} } }, "LambdaFunctionParameters"],
      ] as const)
        await expect(pipe(aws, more as Input)).rejects.toMatchObject({
          name: "ValidationException",
          message: expect.stringContaining(`{"Name": "${field}"`),
        });
    },
  },
  {
    says: "messages of a queue go by a filter, an enrichment and a template to another queue, one by one",
    holds: async (aws) => {
      const [queue, target] = [await makeQueue(aws), await makeQueue(aws)];
      const enriches = await makeFunction(
        aws,
        "exports.handler = async (all) => all.map((one) => ({ id: one.id, price: one.by.length }));",
      );
      const Name = await pipe(aws, {
        Source: queue.arn,
        SourceParameters: {
          FilterCriteria: { Filters: [{ Pattern: '{"body":{"n":[{"numeric":[">",1]}]}}' }] },
        },
        Enrichment: arnOf(enriches),
        EnrichmentParameters: { InputTemplate: '{"id":<$.body.id>,"by":"<aws.pipes.pipe-name>"}' },
        Target: target.arn,
        TargetParameters: { InputTemplate: '"<$.id> costs <$.price>"' },
      });
      await send(aws, queue.url, { n: 1, id: "a" });
      await send(aws, queue.url, { n: 2, id: "b" });
      expect((await letter(aws, target)).body).toBe(`b costs ${Name.length}`);
      await empty(aws, queue.url);
    },
  },
  {
    says: "an enrichment that answers with nothing ends the batch",
    holds: async (aws) => {
      const queue = await makeQueue(aws);
      const [drops, takes] = [
        await makeFunction(
          aws,
          "exports.handler = async (all) => all.filter(({ body }) => body !== '\"drop\"');",
        ),
        await makeFunction(aws, SAYS_WHAT_IT_GOT),
      ];
      await pipe(aws, { Source: queue.arn, Enrichment: arnOf(drops), Target: arnOf(takes) });
      await send(aws, queue.url, "drop");
      await empty(aws, queue.url);
      await send(aws, queue.url, "take");
      expect(await got(aws, takes)).toEqual([
        [expect.objectContaining({ body: '"take"', eventSource: "aws:sqs" })],
      ]);
    },
  },
  {
    says: "records of a stream come from where the pipe starts, without an envelope; those that fail are told to the dead-letter queue",
    holds: async (aws) => {
      const source = await stream(aws);
      await source.put({ n: 1 });
      const dead = await makeMailbox(aws, "*", "pipes.amazonaws.com");
      const fails = await makeFunction(
        aws,
        "exports.handler = async (all) => { console.log('got ' + JSON.stringify(all)); throw new Error('no'); };",
      );
      const Name = await pipe(aws, {
        Source: source.arn,
        SourceParameters: {
          KinesisStreamParameters: {
            ...{ StartingPosition: "TRIM_HORIZON", MaximumRetryAttempts: 1 },
            DeadLetterConfig: { Arn: dead.arn },
          },
        },
        Target: arnOf(fails),
      });
      const [first, second] = await got(aws, fails, 2);
      expect(second).toEqual(first);
      expect(first).toEqual([
        expect.objectContaining({
          ...{ partitionKey: "one", data: Buffer.from('{"n":1}').toString("base64") },
          ...{ eventSource: "aws:kinesis", eventSourceARN: source.arn, awsRegion: HOME },
        }),
      ]);
      const told = JSON.parse((await letter(aws, dead)).body) as Record<string, unknown>;
      expect(told).toMatchObject({ streamArn: source.arn, batchSize: 1 });
      expect((await read(aws, Name)).CurrentState).toBe("RUNNING");
    },
  },
  {
    says: "items of a table start a state machine, which is asked for at once",
    holds: async (aws) => {
      const dynamodb = new DynamoDBClient(at(aws));
      const TableName = fresh("table");
      const { TableDescription } = await dynamodb.send(
        new CreateTableCommand({
          TableName,
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          BillingMode: "PAY_PER_REQUEST",
          StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
        }),
      );
      const { stateMachineArn } = await aws.sfn.send(
        new CreateStateMachineCommand({
          name: fresh("machine"),
          roleArn: await makeRole(aws, "states.amazonaws.com"),
          definition: JSON.stringify({ StartAt: "End", States: { End: { Type: "Pass", End: true } } }),
        }),
      );
      const more: Input = {
        Source: required(TableDescription?.LatestStreamArn),
        SourceParameters: {
          DynamoDBStreamParameters: { StartingPosition: "TRIM_HORIZON" },
          FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
        },
        Target: required(stateMachineArn),
      };
      await expect(pipe(aws, more)).rejects.toThrow("InvocationType");
      await pipe(aws, {
        ...more,
        TargetParameters: { StepFunctionStateMachineParameters: { InvocationType: "FIRE_AND_FORGET" } },
      });
      await dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: "a" } } }));
      await eventually(aws, async () => {
        const { executions = [] } = await aws.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
        return executions.length === 1 ? true : undefined;
      });
    },
  },
  {
    says: "a topic is told each message, and a role that may not tell it leaves them in the queue",
    holds: async (aws) => {
      const [queue, mailbox] = [await makeQueue(aws), await makeQueue(aws)];
      const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: fresh("topic") }));
      await letIn(aws, mailbox, required(TopicArn), "sns.amazonaws.com");
      await aws.sns.send(
        new SubscribeCommand({
          ...{ TopicArn, Protocol: "sqs", Endpoint: mailbox.arn },
          Attributes: { RawMessageDelivery: "true" },
        }),
      );
      const to = {
        Source: queue.arn,
        Target: required(TopicArn),
        TargetParameters: { InputTemplate: "<$.body>" },
      };
      const Name = await pipe(aws, { ...to, RoleArn: await makePipeRole(aws, ["sqs:*"]) });
      await send(aws, queue.url, { n: 1 });
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(await letters(aws, mailbox.url)).toEqual([]);
      await pipesOf(aws).send(new P.DeletePipeCommand({ Name }));
      const other = await makeQueue(aws);
      await pipe(aws, { ...to, Source: other.arn });
      await send(aws, other.url, { n: 2 });
      expect((await letter(aws, mailbox)).body).toBe('{"n":2}');
    },
  },
];

probeBoth(probes);
