import * as D from "@aws-sdk/client-dynamodb";
import * as K from "@aws-sdk/client-kinesis";
import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { DemoClients } from "../clients.ts";
import { type Observation, observe } from "../observe.ts";
import { apiId } from "./apis.ts";
import { APIS, CLICKS, PARTNERS, REFUNDS, SHOP, TABLE } from "./names.ts";
import { observeApi } from "./observe-api.ts";
import { observeRestApi } from "./observe-rest-api.ts";
import { describePipe } from "./pipe.ts";
import { restApiId } from "./rest-api.ts";
import { ORDERS } from "./streams.ts";

/** What is compared beside the functions, each as AWS describes it: zonekeep's own code has no part in it. */
const LOOKS: Readonly<Record<string, (clients: DemoClients) => Promise<Observation | undefined>>> = {
  [`table ${TABLE}`]: tableOf,
  [`stream ${CLICKS}`]: streamOf,
  [`pipe ${REFUNDS}`]: pipeOf,
  [`HTTP API ${APIS.http}`]: (clients) => observeApi(clients, APIS.http),
  [`WebSocket API ${APIS.sockets}`]: (clients) => observeApi(clients, APIS.sockets),
  [`REST API ${PARTNERS}`]: observeRestApi,
};

export const THINGS: readonly string[] = [...Object.values(SHOP), ...Object.keys(LOOKS)];

/** With the names of what is drawn anew, ids of APIs and the table's stream, in the place of these. */
export async function observeShop(clients: DemoClients, thing: string): Promise<Observation | undefined> {
  try {
    const look = LOOKS[thing] ?? ((at: DemoClients) => observe(at, thing));
    const seen = await look(clients);
    return seen && renamed(seen, await drawn(clients));
  } catch (error) {
    if (error instanceof Error && /NotFound/.test(error.name)) return undefined;
    throw error;
  }
}

/** Drawn ids, each with what it is of. */
async function drawn(clients: DemoClients): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of Object.values(APIS)) {
    const id = await apiId(clients, name);
    if (id !== undefined) found.set(id, `<id of ${name}>`);
  }
  const partners = await restApiId(clients);
  if (partners !== undefined) found.set(partners, `<id of ${PARTNERS}>`);
  const { Table } = await clients
    .client(D.DynamoDBClient)
    .send(new D.DescribeTableCommand({ TableName: TABLE }));
  if (Table?.LatestStreamLabel !== undefined) found.set(Table.LatestStreamLabel, "<stream>");
  return found;
}

function renamed(seen: Observation, names: ReadonlyMap<string, string>): Observation {
  let text = JSON.stringify(seen);
  for (const [id, name] of names) text = text.replaceAll(id, name);
  return JSON.parse(text) as Observation;
}

async function tableOf(clients: DemoClients): Promise<Observation> {
  const dynamodb = clients.client(D.DynamoDBClient);
  const at = { TableName: TABLE };
  const { Table = {} } = await dynamodb.send(new D.DescribeTableCommand(at));
  const {
    CreationDateTime: _,
    TableId: __,
    ItemCount: ___,
    TableSizeBytes: ____,
    RestoreSummary: _____,
    ...table
  } = Table;
  const { TimeToLiveDescription } = await dynamodb.send(new D.DescribeTimeToLiveCommand(at));
  const { ContinuousBackupsDescription: backups } = await dynamodb.send(
    new D.DescribeContinuousBackupsCommand(at),
  );
  const { Tags } = await dynamodb.send(new D.ListTagsOfResourceCommand({ ResourceArn: Table.TableArn }));
  const items = Object.keys(ORDERS).map(async (id) => {
    const { Item } = await dynamodb.send(new D.GetItemCommand({ ...at, Key: { id: { S: id } } }));
    return Item;
  });
  const { PointInTimeRecoveryStatus, RecoveryPeriodInDays } = backups?.PointInTimeRecoveryDescription ?? {};
  return {
    table: table,
    "time to live": TimeToLiveDescription,
    "point-in-time recovery": { PointInTimeRecoveryStatus, RecoveryPeriodInDays },
    "tags of the table": Tags,
    items: await Promise.all(items),
  };
}

async function streamOf(clients: DemoClients): Promise<Observation> {
  const kinesis = clients.client(K.KinesisClient);
  const at = { StreamName: CLICKS };
  const { StreamDescriptionSummary = {} } = await kinesis.send(new K.DescribeStreamSummaryCommand(at));
  const { StreamCreationTimestamp: _, ...summary } = StreamDescriptionSummary as K.StreamDescriptionSummary;
  const { Shards = [] } = await kinesis.send(new K.ListShardsCommand(at));
  const { Tags } = await kinesis.send(new K.ListTagsForStreamCommand(at));
  return {
    stream: summary,
    shards: Shards.map(({ HashKeyRange }) => HashKeyRange),
    "tags of the stream": Tags,
  };
}

/** With the queue that it reads. */
async function pipeOf(clients: DemoClients): Promise<Observation> {
  const {
    $metadata: _,
    CreationTime: __,
    LastModifiedTime: ___,
    CurrentState,
    DesiredState,
    StateReason: ____,
    ...pipe
  } = await describePipe(clients);
  const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: REFUNDS }));
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["VisibilityTimeout", "MessageRetentionPeriod", "QueueArn"],
    }),
  );
  return { pipe: pipe, "state of the pipe": [CurrentState, DesiredState], "queue of the pipe": Attributes };
}
