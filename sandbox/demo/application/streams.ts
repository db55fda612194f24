import * as D from "@aws-sdk/client-dynamodb";
import * as K from "@aws-sdk/client-kinesis";
import {
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import type { DemoClients } from "../clients.ts";
import { poll } from "../poll.ts";
import { mapStream } from "./functions.ts";
import { CLICKS, SHOP, TABLE } from "./names.ts";

/** Orders of before, by which it is seen that items come back. */
export const ORDERS = { "1001": 1999, "1002": 4900 } as const;
const PATIENCE_MS = 30_000;

/** A table of orders whose changes a function hears of, kept by DynamoDB's own point-in-time recovery. */
export async function createTable(clients: DemoClients): Promise<void> {
  const dynamodb = clients.client(D.DynamoDBClient);
  const { TableDescription } = await dynamodb.send(
    new D.CreateTableCommand({
      TableName: TABLE,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
      Tags: [{ Key: "service", Value: "shop" }],
    }),
  );
  await dynamodb.send(
    new D.UpdateTimeToLiveCommand({
      TableName: TABLE,
      TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
    }),
  );
  await dynamodb.send(
    new D.UpdateContinuousBackupsCommand({
      TableName: TABLE,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  for (const [id, cents] of Object.entries(ORDERS)) await putOrder(clients, id, cents);
  await mapStream(clients, SHOP.shipping, TableDescription?.LatestStreamArn);
}

export async function putOrder(clients: DemoClients, id: string, cents: number): Promise<void> {
  const Item = { id: { S: id }, cents: { N: String(cents) } };
  await clients.client(D.DynamoDBClient).send(new D.PutItemCommand({ TableName: TABLE, Item }));
}

/** A stream of clicks in two shards, which a function reads. */
export async function createStream(clients: DemoClients): Promise<void> {
  const client = clients.client(K.KinesisClient);
  const at = { StreamName: CLICKS };
  await client.send(new K.CreateStreamCommand({ ...at, ShardCount: 2, Tags: { service: "shop" } }));
  const waiting = { client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  await K.waitUntilStreamExists(waiting, at);
  await client.send(new K.IncreaseStreamRetentionPeriodCommand({ ...at, RetentionPeriodHours: 48 }));
  await K.waitUntilStreamExists(waiting, at);
  const { StreamDescriptionSummary } = await client.send(new K.DescribeStreamSummaryCommand(at));
  await mapStream(clients, SHOP.trends, StreamDescriptionSummary?.StreamARN);
}

export async function putClick(clients: DemoClients, id: string): Promise<void> {
  const Data = Buffer.from(JSON.stringify({ id, page: "/shoes" }));
  await clients
    .client(K.KinesisClient)
    .send(new K.PutRecordCommand({ StreamName: CLICKS, PartitionKey: "ada", Data }));
}

/** With what reads them. */
export async function deleteStreams(clients: DemoClients): Promise<void> {
  const { lambda } = clients;
  for (const FunctionName of [SHOP.shipping, SHOP.trends]) {
    const { EventSourceMappings = [] } = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName }),
    );
    for (const { UUID } of EventSourceMappings) {
      await poll(`mapping ${UUID} did not settle`, PATIENCE_MS, async () => {
        const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
        return State?.endsWith("ing") ? undefined : true;
      });
      await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    }
  }
  await clients.client(D.DynamoDBClient).send(new D.DeleteTableCommand({ TableName: TABLE }));
  await clients.client(K.KinesisClient).send(new K.DeleteStreamCommand({ StreamName: CLICKS }));
}
