import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import * as D from "@aws-sdk/client-dynamodb";
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeEstate, type TheirEstate } from "../../sandbox/neighbours/estate.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { Application } from "./event-rules/application.ts";
import {
  AWAY,
  type Aws,
  clients,
  eventually,
  fresh,
  HOME,
  makeFunction,
  required,
} from "./extension/clients.ts";
import { SAYS_WHAT_IT_GOT } from "./extension/listeners.ts";
import { logLines } from "./extension/logs.ts";
import { ACCOUNT } from "./extension/servers.ts";

let sandbox: Sandbox;
let folder: string;
let aws: Aws;
let application: Application;
let estate: TheirEstate;
let dynamodb: D.DynamoDBClient;
let scaling: ApplicationAutoScalingClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  folder = await mkdtemp(join(tmpdir(), "zonekeep-tables-"));
  aws = clients(sandbox.endpoint);
  application = new Application(sandbox.endpoint, folder);
  dynamodb = application.ports(HOME).client(D.DynamoDBClient);
  estate = await makeEstate(sandbox.endpoint, [HOME, AWAY]);
  scaling = application.ports(HOME).client(ApplicationAutoScalingClient);
}, 120_000);

afterAll(async () => {
  await sandbox?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

afterEach(async () => expect(await estate.changed()).toEqual([]));

const fail = (text: string): never => {
  throw new Error(text);
};
const arnOf = (name: string): string => `arn:aws:dynamodb:${HOME}:${ACCOUNT}:table/${name}`;

interface Scene {
  readonly table: string;
  readonly name: string;
  readonly stream: string;
}

/** A table with all that a restore of DynamoDB's loses, whose stream a function reads. */
async function scene({ recovery }: { readonly recovery: boolean }): Promise<Scene> {
  const TableName = fresh("orders");
  const of = { TableName };
  const { TableDescription } = await dynamodb.send(
    new D.CreateTableCommand({
      ...of,
      AttributeDefinitions: ["id", "customer"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-customer",
          KeySchema: [{ AttributeName: "customer", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
          ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 3 },
        },
      ],
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
      TableClass: "STANDARD_INFREQUENT_ACCESS",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
      Tags: [{ Key: "team", Value: "shop" }],
    }),
  );
  const stream = required(TableDescription?.LatestStreamArn);
  await dynamodb.send(
    new D.UpdateTimeToLiveCommand({
      ...of,
      TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
    }),
  );
  if (recovery)
    await dynamodb.send(
      new D.UpdateContinuousBackupsCommand({
        ...of,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 21 },
      }),
    );
  await dynamodb.send(
    new D.UpdateContributorInsightsCommand({
      ...of,
      ContributorInsightsAction: "ENABLE",
      ContributorInsightsMode: "THROTTLED_KEYS",
    }),
  );
  for (const [ResourceArn, Action] of [
    [arnOf(TableName), "dynamodb:GetItem"],
    [stream, "dynamodb:GetRecords"],
  ] as const)
    await dynamodb.send(
      new D.PutResourcePolicyCommand({
        ResourceArn,
        Policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
              Action,
              Resource: ResourceArn,
            },
          ],
        }),
      }),
    );
  const target = {
    ServiceNamespace: "dynamodb",
    ResourceId: `table/${TableName}`,
    ScalableDimension: "dynamodb:table:ReadCapacityUnits",
  } as const;
  await scaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: 5, MaxCapacity: 50 }));
  await scaling.send(
    new PutScalingPolicyCommand({
      ...target,
      PolicyName: "reads",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 70,
        PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
      },
    }),
  );
  await dynamodb.send(new D.UpdateTableCommand({ ...of, DeletionProtectionEnabled: true }));
  const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
  await aws.lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: name,
      EventSourceArn: stream,
      StartingPosition: "LATEST",
      MaximumRetryAttempts: 3,
    }),
  );
  await item(TableName, "before");
  return { table: TableName, name, stream };
}

async function item(TableName: string, id: string, region = HOME): Promise<void> {
  await application
    .ports(region)
    .client(D.DynamoDBClient)
    .send(new D.PutItemCommand({ TableName, Item: { id: { S: id }, customer: { S: `customer of ${id}` } } }));
}

/** Everything of a table as DynamoDB and autoscaling tell it, but what it draws anew for each table. */
async function described(TableName: string) {
  const of = { TableName };
  const { Table = {} } = await dynamodb.send(new D.DescribeTableCommand(of));
  const { CreationDateTime: _, TableId: __, ItemCount: ___, RestoreSummary: ____, ...table } = Table;
  const { LatestStreamLabel: label } = table;
  const stream = required(Table.LatestStreamArn);
  const policy = async (ResourceArn: string) =>
    (await dynamodb.send(new D.GetResourcePolicyCommand({ ResourceArn }))).Policy;
  const { TimeToLiveDescription: ttl } = await dynamodb.send(new D.DescribeTimeToLiveCommand(of));
  const { ContinuousBackupsDescription: backups } = await dynamodb.send(
    new D.DescribeContinuousBackupsCommand(of),
  );
  const { ContributorInsightsSummaries: insights } = await dynamodb.send(
    new D.ListContributorInsightsCommand(of),
  );
  const { Tags: tags } = await dynamodb.send(
    new D.ListTagsOfResourceCommand({ ResourceArn: arnOf(TableName) }),
  );
  const ids = { ServiceNamespace: "dynamodb" as const, ResourceIds: [`table/${TableName}`] };
  const { ScalableTargets: targets = [] } = await scaling.send(new DescribeScalableTargetsCommand(ids));
  const { ScalingPolicies: policies = [] } = await scaling.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace: "dynamodb", ResourceId: `table/${TableName}` }),
  );
  const told = {
    table,
    ttl,
    days: backups?.PointInTimeRecoveryDescription?.RecoveryPeriodInDays,
    insights,
    tags,
    policy: await policy(arnOf(TableName)),
    streamPolicy: await policy(stream),
    targets: targets.map(({ MinCapacity, MaxCapacity }) => ({ MinCapacity, MaxCapacity })),
    policies: policies.map(({ PolicyName, TargetTrackingScalingPolicyConfiguration: tracking }) => ({
      PolicyName,
      tracking,
    })),
  };
  return JSON.parse(JSON.stringify(told).replaceAll(required(label), "LABEL")) as typeof told;
}

/** Table and function are deleted, and the mapping with them. */
async function lose({ table, name }: Scene): Promise<void> {
  const { EventSourceMappings = [] } = await aws.lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: name }),
  );
  for (const { UUID } of EventSourceMappings)
    await eventually(aws, async () => {
      const { State } = await aws.lambda.send(new GetEventSourceMappingCommand({ UUID }));
      return /ing$/.test(State ?? "") ? undefined : State;
    });
  for (const { UUID } of EventSourceMappings)
    await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  await aws.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  await dynamodb.send(new D.UpdateTableCommand({ TableName: table, DeletionProtectionEnabled: false }));
  await dynamodb.send(new D.DeleteTableCommand({ TableName: table }));
}

/** Ids of items that the function was told of, each with the stream that told it. */
async function heard(
  name: string,
  region = HOME,
): Promise<readonly (readonly [id: string, stream: string])[]> {
  const lines = await logLines(sandbox.endpoint, `/aws/lambda/${name}`, region);
  return lines
    .filter((line) => line.startsWith("got "))
    .flatMap((line) =>
      (
        JSON.parse(line.slice(4)) as {
          Records: { dynamodb: { Keys: { id: { S: string } } }; eventSourceARN: string }[];
        }
      ).Records.map(({ dynamodb: { Keys }, eventSourceARN }) => [Keys.id.S, eventSourceARN] as const),
    );
}

test("a table and a function that were deleted come back with items and settings, and an item invokes the function through the new stream, after arm and not before", async () => {
  const made = await scene({ recovery: true });
  const { table, name } = made;
  const before = await described(table);
  const kept = await application.backup(HOME, name, fail);
  expect(kept.map(({ item: { kind, id } }) => `${kind}/${id}`)).toContain(`dynamodb-table/${table}`);
  await lose(made);
  const heardBefore = (await heard(name)).length;

  const bucket = fresh("points");
  await application.stage(HOME, bucket, kept);
  const restored = await application.restore(kept, HOME, bucket);
  expect(await described(table)).toEqual(before);
  const { Table } = await dynamodb.send(new D.DescribeTableCommand({ TableName: table }));
  const stream = required(Table?.LatestStreamArn);
  expect(stream).not.toBe(made.stream);
  const { Item } = await dynamodb.send(
    new D.GetItemCommand({ TableName: table, Key: { id: { S: "before" } } }),
  );
  expect(Item?.customer?.S).toBe("customer of before");

  await item(table, "unarmed");
  await sleep(1_500);
  expect(await heard(name)).toHaveLength(heardBefore);
  await application.arm(HOME, restored);
  await item(table, "armed");
  const told = await eventually(aws, async () => {
    const all = await heard(name);
    return all.some(([id]) => id === "armed") ? all : undefined;
  });
  expect(told.at(-1)).toEqual(["armed", stream]);
  expect(told.map(([id]) => id)).not.toContain("unarmed");

  // The same again writes nothing.
  await application.restore(kept, HOME, bucket);
  expect(await described(table)).toEqual(before);
}, 120_000);

test("elsewhere a table has the items of the first one, and the function reads the stream that it has there", async () => {
  const { table, name, stream: first } = await scene({ recovery: true });
  const kept = await application.backup(HOME, name, fail);
  // The point is of a time that point-in-time recovery reaches.
  await sleep(1_100);
  const run = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z-0badcafe`;
  await sleep(1_100);
  const bucket = fresh("points");
  await application.stage(AWAY, bucket, kept);
  const restored = await application.restore(kept, AWAY, bucket, { run });
  const there = application.ports(AWAY).client(D.DynamoDBClient);
  const { Table } = await there.send(new D.DescribeTableCommand({ TableName: table }));
  const stream = required(Table?.LatestStreamArn);
  expect(stream.split("/stream/")[0]).toBe(arnOf(table).replace(HOME, AWAY));
  expect(stream.split("/stream/")[1]).not.toBe(first.split("/stream/")[1]);
  const { Item } = await there.send(new D.GetItemCommand({ TableName: table, Key: { id: { S: "before" } } }));
  expect(Item?.customer?.S).toBe("customer of before");

  await application.arm(AWAY, restored);
  await item(table, "armed", AWAY);
  const told = await eventually(aws, async () => {
    const all = await heard(name, AWAY);
    return all.length === 0 ? undefined : all;
  });
  expect(told).toEqual([["armed", stream]]);
}, 120_000);

test("a table that had no point-in-time recovery is not made again empty", async () => {
  const made = await scene({ recovery: false });
  const kept = await application.backup(HOME, made.name, () => undefined);
  await lose(made);
  const bucket = fresh("points");
  await application.stage(HOME, bucket, kept);
  await expect(application.restore(kept, HOME, bucket)).rejects.toThrow(
    `table ${made.table} of ${HOME} is gone, and DynamoDB has no system backup of it`,
  );
  await expect(dynamodb.send(new D.DescribeTableCommand({ TableName: made.table }))).rejects.toThrow(
    "not found",
  );
}, 60_000);

test("a table that somebody restored from another backup is theirs, and indexes that the items' source has otherwise are made one after the other", async () => {
  const made = await scene({ recovery: true });
  const { table } = made;
  const of = { TableName: table };
  const index = (IndexName: string, attribute: string) => ({
    AttributeDefinitions: ["id", "customer"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S" as const,
    })),
    GlobalSecondaryIndexUpdates: [
      {
        Create: {
          IndexName,
          KeySchema: [{ AttributeName: attribute, KeyType: "HASH" as const }],
          Projection: { ProjectionType: "KEYS_ONLY" as const },
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        },
      },
    ],
  });
  const statuses = async () => {
    const { Table } = await dynamodb.send(new D.DescribeTableCommand(of));
    return Table?.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus]);
  };
  const all = ["by-customer", "by-day", "by-id"].map((name) => [name, "ACTIVE"]);
  const settled = () =>
    eventually(aws, async () =>
      (await statuses())?.every(([, status]) => status === "ACTIVE") ? true : undefined,
    );
  const both = ["by-id", "by-day"].map((name) => index(name, "id"));
  await expect(
    dynamodb.send(
      new D.UpdateTableCommand({
        ...of,
        ...both[0],
        GlobalSecondaryIndexUpdates: both.flatMap((one) => one.GlobalSecondaryIndexUpdates),
      }),
    ),
  ).rejects.toThrow("Only 1 online index can be created or deleted simultaneously per table");
  for (const one of both) {
    await dynamodb.send(new D.UpdateTableCommand({ ...of, ...one }));
    await settled();
  }
  const kept = (await application.backup(HOME, made.name, fail)).filter(
    ({ item }) => item.kind === "dynamodb-table",
  );
  const { BackupDetails } = await dynamodb.send(new D.CreateBackupCommand({ ...of, BackupName: "by-hand" }));
  for (const IndexName of ["by-id", "by-day"])
    await dynamodb.send(
      new D.UpdateTableCommand({ ...of, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] }),
    );
  await dynamodb.send(new D.UpdateTableCommand({ ...of, ...index("by-day", "customer") }));
  await settled();
  await lose(made);

  await dynamodb.send(
    new D.RestoreTableFromBackupCommand({
      TargetTableName: table,
      BackupArn: required(BackupDetails?.BackupArn),
    }),
  );
  const bucket = fresh("points");
  await application.stage(HOME, bucket, kept);
  await eventually(aws, async () => {
    const { Table } = await dynamodb.send(new D.DescribeTableCommand(of));
    return Table?.TableStatus === "ACTIVE" ? true : undefined;
  });
  await expect(application.restore(kept, HOME, bucket)).rejects.toThrow(
    `table ${table} is there and differs`,
  );
  expect((await dynamodb.send(new D.ListTagsOfResourceCommand({ ResourceArn: arnOf(table) }))).Tags).toEqual(
    [],
  );

  await dynamodb.send(new D.DeleteTableCommand(of));
  await application.restore(kept, HOME, bucket);
  expect((await statuses())?.toSorted()).toEqual(all);
}, 120_000);
