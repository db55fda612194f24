import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as D from "@aws-sdk/client-dynamodb";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import * as P from "@aws-sdk/client-pipes";
import { CreateStateMachineCommand, DeleteStateMachineCommand } from "@aws-sdk/client-sfn";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application } from "./event-rules/application.ts";
import {
  AWAY,
  type Aws,
  clients,
  eventually,
  HOME,
  makeFunction,
  makeRole,
  required,
} from "./extension/clients.ts";
import { arnOf, SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { make } from "./extension/queues.ts";

const Name = "rows";
const INTAKE = "rows-intake";
const TableName = "rows";

let sandbox: Sandbox;
let estate: TheirEstate;
let folder: string;
let aws: Aws;
let application: Application;
let dynamodb: D.DynamoDBClient;
let pipes: P.PipesClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  folder = await mkdtemp(join(tmpdir(), "zonekeep-pipes-"));
  aws = clients(sandbox.endpoint, 60_000);
  application = new Application(sandbox.endpoint, folder);
  dynamodb = application.ports(HOME).client(D.DynamoDBClient);
  pipes = application.ports(HOME).client(P.PipesClient);
}, 120_000);

afterEach(async () => expect(await estate.changed()).toEqual([]));
afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

/** The ARN of a role that a service may take, and that may do `Action` on everything. */
async function roleOf(service: string, ...Action: string[]): Promise<string> {
  const role = await makeRole(aws, service);
  const Statement = [{ Effect: "Allow", Action, Resource: "*" }];
  await aws.iam.send(
    new PutRolePolicyCommand({
      RoleName: required(role.split("/").at(-1)),
      PolicyName: "may",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  return role;
}

/** A table whose changes a pipe tells a state machine, which calls a function; the machine's ARN. */
async function makeChain(): Promise<string> {
  const { TableDescription } = await dynamodb.send(
    new D.CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }),
  );
  await dynamodb.send(
    new D.UpdateContinuousBackupsCommand({
      TableName,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await makeFunction(aws, SAYS_WHAT_IT_GOT, { FunctionName: INTAKE });
  const { stateMachineArn } = await aws.sfn.send(
    new CreateStateMachineCommand({
      name: Name,
      roleArn: await roleOf("states.amazonaws.com", "lambda:InvokeFunction"),
      definition: JSON.stringify({
        StartAt: "Call",
        States: { Call: { Type: "Task", Resource: arnOf(INTAKE), End: true } },
      }),
    }),
  );
  const dead = await make(aws, {}, "rows-dead");
  await pipes.send(
    new P.CreatePipeCommand({
      Name,
      Source: required(TableDescription?.LatestStreamArn),
      SourceParameters: {
        DynamoDBStreamParameters: {
          ...{ StartingPosition: "TRIM_HORIZON", MaximumRetryAttempts: 2 },
          DeadLetterConfig: { Arn: dead.arn },
        },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      },
      Target: required(stateMachineArn),
      TargetParameters: {
        InputTemplate: '{"row": <$.dynamodb.Keys.id.S>, "of": <aws.pipes.source-arn>}',
        StepFunctionStateMachineParameters: { InvocationType: "FIRE_AND_FORGET" },
      },
      RoleArn: await roleOf("pipes.amazonaws.com", "dynamodb:*", "states:StartExecution", "sqs:SendMessage"),
    }),
  );
  return required(stateMachineArn);
}

const put = (id: string) => dynamodb.send(new D.PutItemCommand({ TableName, Item: { id: { S: id } } }));
const read = () => pipes.send(new P.DescribePipeCommand({ Name }));

async function streamNow(): Promise<string> {
  const { Table } = await dynamodb.send(new D.DescribeTableCommand({ TableName }));
  return required(Table?.LatestStreamArn);
}

/** What the function was told, in order. */
async function told(): Promise<unknown[]> {
  const lines = await logLines(sandbox.endpoint, `/aws/lambda/${INTAKE}`);
  return lines
    .filter((line) => line.startsWith("got "))
    .flatMap((line) => JSON.parse(line.slice(4)) as unknown[]);
}

const toldOf = (count: number) =>
  eventually(aws, async () => ((await told()).length >= count ? told() : undefined));

test("a table, its pipe, the machine that this starts and the function that this calls come back as one, bound to the new stream; a row comes through after arm and not before", async () => {
  const machine = await makeChain();
  const old = await streamNow();
  await put("first");
  expect(await toldOf(1)).toEqual([{ row: "first", of: old }]);
  const { $metadata: _, CreationTime: __, LastModifiedTime: ___, ...before } = await read();

  const warned: string[] = [];
  const kept = await application.backup(HOME, INTAKE, (text) => warned.push(text));
  expect(warned).toEqual([]);
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toEqual([
    `dynamodb-table/${TableName}`,
    `lambda/${INTAKE}`,
    `log-filter//aws/lambda/${INTAKE}`,
    `pipe/${Name}`,
    "sqs-queue/rows-dead",
    `state-machine/${Name}`,
  ]);
  await application.stage(HOME, "points", kept);

  await pipes.send(new P.DeletePipeCommand({ Name }));
  await aws.sfn.send(new DeleteStateMachineCommand({ stateMachineArn: machine }));
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: INTAKE }));
  await dynamodb.send(new D.DeleteTableCommand({ TableName }));

  const restored = await application.restore(kept, HOME, "points");
  const now = await streamNow();
  expect(now).not.toBe(old);
  expect(await read()).toMatchObject({ CurrentState: "STOPPED", Source: now });
  await put("waits");
  await sleep(1500);
  expect(await told()).toHaveLength(1);
  expect(await application.arm(HOME, restored)).toContain(`written: start pipe ${Name}`);
  expect((await toldOf(2)).slice(1)).toEqual([{ row: "waits", of: now }]);
  const { $metadata: ____, CreationTime: _____, LastModifiedTime: ______, ...after } = await read();
  expect(after).toEqual({ ...before, Source: now });
}, 300_000);
