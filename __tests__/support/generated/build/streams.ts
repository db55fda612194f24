import type { Builder, Of } from "../builder.ts";

type Reading = Pick<Of<"streams">, "batch" | "enabled" | "reader">;

export function makeStream(
  builder: Builder,
  StreamName: string,
  { shards, ...reading }: Of<"streams">,
): void {
  const { kinesis } = builder.region;
  kinesis.CreateStream({
    StreamName,
    ...(shards === undefined ? { StreamModeDetails: { StreamMode: "ON_DEMAND" } } : { ShardCount: shards }),
  });
  const status = (): unknown =>
    kinesis.DescribeStreamSummary({ StreamName }).StreamDescriptionSummary.StreamStatus;
  while (status() !== "ACTIVE");
  read(builder, kinesis.arn(StreamName), reading);
}

/** With backups of each second: without them no item comes back. */
export function makeTable(builder: Builder, TableName: string, { view, ...reading }: Of<"tables">): void {
  const { dynamodb } = builder.region;
  dynamodb.CreateTable({
    TableName,
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
    StreamSpecification: { StreamEnabled: true, StreamViewType: view },
  });
  const table = dynamodb.table(TableName);
  table.recovery = 35;
  read(builder, `${table.arn}/stream/${table.label}`, reading);
}

function read(builder: Builder, EventSourceArn: string, { batch, enabled, reader }: Reading): void {
  const { name, qualifier } = builder.picked(reader);
  builder.region.lambda.CreateEventSourceMapping({
    FunctionName: qualifier === undefined ? name : `${name}:${qualifier}`,
    ...{ EventSourceArn, StartingPosition: "TRIM_HORIZON", BatchSize: batch, Enabled: enabled },
  });
}
