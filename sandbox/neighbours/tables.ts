import * as A from "@aws-sdk/client-application-auto-scaling";
import * as D from "@aws-sdk/client-dynamodb";
import { type Neighbour, THEIRS, theirs } from "./place.ts";

const TableName = THEIRS;
const SCALED = {
  ServiceNamespace: "dynamodb",
  ResourceId: `table/${THEIRS}`,
  ScalableDimension: "dynamodb:table:ReadCapacityUnits",
} as const;

/** A table with a stream, which autoscaling scales. */
export const theirTables: Neighbour = {
  make: async (at) => {
    const dynamodb = at.client(D.DynamoDBClient);
    await dynamodb.send(
      new D.CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
        Tags: [{ Key: "owner", Value: "they" }],
      }),
    );
    await dynamodb.send(new D.PutItemCommand({ TableName, Item: { id: { S: "theirs" } } }));
    await dynamodb.send(
      new D.UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
      }),
    );
    const bounds = { MinCapacity: 1, MaxCapacity: 2 };
    await at
      .client(A.ApplicationAutoScalingClient)
      .send(new A.RegisterScalableTargetCommand({ ...SCALED, ...bounds }));
  },
  describe: async (at) => {
    const dynamodb = at.client(D.DynamoDBClient);
    const { ContinuousBackupsDescription: backups } = await dynamodb.send(
      new D.DescribeContinuousBackupsCommand({ TableName }),
    );
    // The latest time that can be restored goes by the clock.
    const { LatestRestorableDateTime: _, ...recovery } = backups?.PointInTimeRecoveryDescription ?? {};
    return {
      table: [
        await dynamodb.send(new D.DescribeTableCommand({ TableName })),
        await dynamodb.send(new D.ScanCommand({ TableName })),
        await dynamodb.send(
          new D.ListTagsOfResourceCommand({ ResourceArn: theirs(at, "dynamodb", `table/${THEIRS}`) }),
        ),
        await dynamodb.send(new D.DescribeTimeToLiveCommand({ TableName })),
        await dynamodb.send(new D.ListContributorInsightsCommand({ TableName })),
        recovery,
      ],
      "autoscaling of the table": await at.client(A.ApplicationAutoScalingClient).send(
        new A.DescribeScalableTargetsCommand({
          ServiceNamespace: SCALED.ServiceNamespace,
          ResourceIds: [SCALED.ResourceId],
        }),
      ),
    };
  },
};
