import type { VectorIndex } from "@aws-sdk/client-dynamodb";
import { ON_BEHALF, ON_KEY } from "../../../modules/protectors/dynamodb-table/permissions.ts";
import { dynamodbTable } from "../../../modules/protectors/dynamodb-table/protector.ts";
import { arbitraryTable, KEY, type MadeTable, NAMED, OWN, OWN_STREAM } from "../arbitrary-table.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { APPLICATION, endToEnd } from "../protector-conformance/proven.ts";
import { DynamoDBPlace } from "./dynamodb-place.ts";

const READER = "arn:aws:iam::999988887777:role/reader";
const POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "read",
      Effect: "Allow",
      Principal: { AWS: READER },
      Action: ["dynamodb:GetItem", "dynamodb:Query"],
      Resource: [OWN, `${OWN}/index/*`],
    },
  ],
};
const STREAM_POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: READER },
      Action: "dynamodb:GetRecords",
      Resource: OWN_STREAM,
    },
  ],
};
const TRACKING = {
  TargetValue: 70,
  PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" as const },
};

/** As AWS's guide makes one. */
export const VECTORS: VectorIndex = {
  IndexName: "by-meaning",
  VectorAttribute: { AttributeName: "embedding" },
  SearchSchema: [
    { AttributeName: "category", SearchSchemaElementType: "HASH" },
    { AttributeName: "brand", SearchSchemaElementType: "INLINE_FILTER" },
  ],
  Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["title"] },
  Dimensions: 1536,
  DistanceFunction: "COSINE",
};

/** Makes a table, with each of its parts by the calls that make them. */
export function put({ dynamodb, scaling }: DynamoDBPlace, table: MadeTable): void {
  const { id, units, view } = table;
  const hasVectors = table.vectors && units === undefined;
  const limits = table.limits &&
    units === undefined && { OnDemandThroughput: { MaxReadRequestUnits: 500, MaxWriteRequestUnits: 400 } };
  const searched = hasVectors ? ["category", "brand"] : [];
  const names = ["id", "customer", ...(table.local ? ["when"] : []), ...searched];
  dynamodb.CreateTable({
    TableName: id,
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: [
      { AttributeName: "id", KeyType: "HASH" },
      { AttributeName: "customer", KeyType: "RANGE" },
    ],
    BillingMode: units === undefined ? "PAY_PER_REQUEST" : "PROVISIONED",
    ...(units && {
      ProvisionedThroughput: { ReadCapacityUnits: units.read, WriteCapacityUnits: units.write },
    }),
    ...limits,
    ...(table.warm && { WarmThroughput: { ReadUnitsPerSecond: 30_000, WriteUnitsPerSecond: 9_000 } }),
    ...(table.indexes.length > 0 && {
      GlobalSecondaryIndexes: structuredClone(table.indexes.map((one) => ({ ...one, ...limits }))),
    }),
    ...(table.local && {
      LocalSecondaryIndexes: [
        {
          IndexName: "by-when",
          KeySchema: [
            { AttributeName: "id", KeyType: "HASH" as const },
            { AttributeName: "when", KeyType: "RANGE" as const },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" as const },
        },
      ],
    }),
    ...(hasVectors && { VectorIndexes: [VECTORS] }),
    ...(table.rare && { TableClass: "STANDARD_INFREQUENT_ACCESS" }),
    ...(table.key !== "none" && {
      SSESpecification: {
        Enabled: true,
        SSEType: "KMS",
        ...(table.key === "own" && { KMSMasterKeyId: inRegion(KEY, dynamodb.region) }),
      },
    }),
    ...(view && { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
    DeletionProtectionEnabled: table.protected,
    Tags: Object.entries(table.tags).map(([Key, Value]) => ({ Key, Value })),
  });
  const made = dynamodb.table(id);
  made.items = "three items";
  made.recovery = table.days;
  made.replicas = [...table.replicas];
  made.witnesses = [...table.witnesses];
  if (table.ttl !== undefined) made.ttl = table.ttl;
  if (table.insights) {
    made.insights.set("", "THROTTLED_KEYS");
    for (const { IndexName = "" } of table.indexes)
      made.insights.set(IndexName, "ACCESSED_AND_THROTTLED_KEYS");
  }
  const stream = `${made.arn}/stream/${made.label}`;
  const text = (policy: object): string =>
    JSON.stringify(policy).replaceAll(OWN_STREAM, stream).replaceAll(`"${OWN}`, `"${made.arn}`);
  if (table.policy) made.policies.set(made.arn, text(POLICY));
  if (table.policy && view !== undefined) made.policies.set(stream, text(STREAM_POLICY));
  for (const { stream: to, precision } of table.destinations)
    made.destinations.set(inRegion(to, dynamodb.region), {
      status: "ACTIVE",
      ...(precision !== undefined && { precision }),
    });
  if (!table.scaled) return;
  const of = {
    ServiceNamespace: "dynamodb",
    ResourceId: `table/${id}`,
    ScalableDimension: "dynamodb:table:ReadCapacityUnits",
  } as const;
  scaling.RegisterScalableTarget({
    ...of,
    MinCapacity: 1,
    MaxCapacity: 100,
    SuspendedState: { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: false },
  });
  scaling.PutScalingPolicy({
    ...of,
    PolicyName: `$util:table/${id}`,
    PolicyType: "TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration: TRACKING,
  });
  scaling.PutScheduledAction({
    ...of,
    ScheduledActionName: "morning",
    Schedule: "cron(0 6 * * ? *)",
    StartTime: new Date("2026-01-01T00:00:00Z"),
    ScalableTargetAction: { MinCapacity: 10 },
  });
}

function inRegion(arn: string, region: string): string {
  return arn.replace(`:${SOURCE.region}:`, `:${region}:`);
}

/** What a lost table leaves: at home the backup of its last moment, and elsewhere the table itself, in its own region. */
function prepare(place: DynamoDBPlace, table: MadeTable): void {
  if (place.options.region === SOURCE.region) {
    const gone = new DynamoDBPlace(place.options);
    put(gone, table);
    gone.dynamodb.backUp(table.id, "SYSTEM");
    place.dynamodb.backups.push(...gone.dynamodb.backups);
    return;
  }
  place.beyond = new DynamoDBPlace({ ...SOURCE, page: place.options.page });
  put(place.beyond, table);
  place.dynamodb.others.push(place.beyond.dynamodb);
}

/** Tables, as the suite of kinds takes them. */
export const conforming: Conforming<DynamoDBPlace, MadeTable> = {
  protector: dynamodbTable,
  fake: (options) => new DynamoDBPlace(options),
  arbitrary: arbitraryTable,
  put,
  prepare,
  // A tag that is no longer wanted stays, and so does protection.
  change: ({ dynamodb, scaling }, { id, units, scaled }, n) => {
    const table = dynamodb.table(id);
    table.recovery = 1 + (n % 15);
    for (const key of Object.keys(table.tags)) table.tags[key] = `changed-${n}`;
    for (const [index] of table.insights)
      table.insights.set(index, index === "" ? "ACCESSED_AND_THROTTLED_KEYS" : "THROTTLED_KEYS");
    for (const one of table.destinations.values())
      if (one.precision !== undefined)
        one.precision = one.precision === "MILLISECOND" ? "MICROSECOND" : "MILLISECOND";
    const policy = table.policies.get(table.arn);
    if (policy !== undefined)
      table.policies.set(table.arn, policy.replace(/"Sid":"[^"]*"/, `"Sid":"changed${n}"`));
    if (units !== undefined)
      table.settings.ProvisionedThroughput = {
        ReadCapacityUnits: scaled ? units.read : units.read + n,
        WriteCapacityUnits: units.write + n,
      };
    for (const target of scaling.targets)
      if (target.ResourceId === `table/${id}`) target.MaxCapacity = 200 + n;
  },
  neighbours: ({ dynamodb, scaling }) => {
    for (const name of ["zz-other", "zz-third"]) {
      dynamodb.CreateTable({
        TableName: name,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
        Tags: [
          { Key: "team", Value: "other" },
          { Key: "use", Value: "none" },
        ],
      });
      scaling.RegisterScalableTarget({
        ServiceNamespace: "dynamodb",
        ResourceId: `table/${name}`,
        ScalableDimension: "dynamodb:table:WriteCapacityUnits",
        MinCapacity: 1,
        MaxCapacity: 2,
      });
    }
    return () => ({
      tables: ["zz-other", "zz-third"].map((name) => structuredClone(dynamodb.tables.get(name))),
      targets: scaling.targets.filter(({ ResourceId = "" }) => ResourceId.includes("zz-")),
    });
  },
  map: () => Object.fromEntries(NAMED.map((arn) => [arn, inRegion(arn, ELSEWHERE.region)])),
  secretsOf: { reason: "a table has none: its items are not read" },
  fires: ({ dynamodb }, { id }) =>
    [...(dynamodb.tables.get(id)?.destinations ?? [])].flatMap(([stream, { status }]) =>
      status === "ACTIVE" || status === "ENABLING" ? [stream] : [],
    ),
  // DynamoDB's own id; and tables of other regions, which no restore makes.
  readOnlyFields: ["tableId", "replicas", "witnesses", "isConsistentAcrossRegions"],
  unseen: {
    "dynamodb:DeleteResourcePolicy": "a point without a policy, of a table that got one since, is rare",
    ...Object.fromEntries(
      ON_BEHALF.map((action) => [`dynamodb:${action}`, "DynamoDB asks for it when a table is restored"]),
    ),
    ...Object.fromEntries(
      ON_KEY.map((action) => [`kms:${action}`, "DynamoDB asks for it where a table has a customer's key"]),
    ),
    ...Object.fromEntries(
      ["DeleteAlarms", "DescribeAlarms", "PutMetricAlarm"].map((action) => [
        `cloudwatch:${action}`,
        "autoscaling asks for it where a policy makes its alarms",
      ]),
    ),
    ...Object.fromEntries(
      ["DescribeStream", "DescribeStreamSummary", "ListStreams", "PutRecords"].map((action) => [
        `kinesis:${action}`,
        "DynamoDB asks for it where a stream of Kinesis is told changes",
      ]),
    ),
    "iam:CreateServiceLinkedRole": "services ask for it where an account uses them first",
  },
  tolerated: {
    "kms:DescribeKey": "a key that cannot be asked about is a customer's, and AWS says the rest",
    "lambda:ListEventSourceMappings": "the plan says that who reads a stream which is gone cannot be asked",
  },
  proven: endToEnd(APPLICATION, "__tests__/sandbox/dynamodb-table.test.ts"),
  lost: [
    "items of a table without point-in-time recovery: it is not made again empty",
    "replicas and witnesses in other regions, which are named, and consistency across them",
    "how far functions had read its stream; the stream's ARN is a new one",
    "alarms, IAM policies, DAX, tags of scalable targets",
  ],
};
