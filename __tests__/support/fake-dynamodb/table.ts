import type * as D from "@aws-sdk/client-dynamodb";

/** What a table was restored from, and as of when. */
export interface Restored {
  readonly table: string;
  readonly as: Date;
  readonly backup?: string;
}

/** A table as the fake keeps it. */
export interface FakeTable {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly settings: Partial<D.CreateTableInput> & { WarmThroughput?: D.WarmThroughput | undefined };
  /** Answers of DescribeTable until it is ACTIVE. */
  settling: number;
  /** Indexes that are being made, with the answers of DescribeTable until they are ACTIVE. */
  readonly indexing: Map<string, number>;
  /** It was made before, and something of it is changed. */
  changed: boolean;
  protected: boolean;
  class: D.TableClass;
  /** Absent: its stream is off. */
  view?: D.StreamViewType;
  label?: string;
  streams?: number;
  ttl?: string;
  recovery?: number;
  tags: Record<string, string>;
  /** By index; the empty text is the table. */
  readonly insights: Map<string, D.ContributorInsightsMode>;
  /** By the ARN of the table or of its stream. */
  readonly policies: Map<string, string>;
  readonly destinations: Map<string, { status: D.DestinationStatus; precision?: string }>;
  replicas: string[];
  /** One is the third region of a table that is consistent across regions. */
  witnesses: string[];
  restored?: Restored;
  items: string;
}

/** As DynamoDB describes it: a table that was never paid by request says nothing of its mode, and every one is warm. */
export function describedTable(table: FakeTable): D.TableDescription {
  const { settings, label, view, restored } = table;
  const byRequest = settings.BillingMode === "PAY_PER_REQUEST";
  const key = settings.SSESpecification;
  const global = keysOf(table, "GlobalSecondaryIndexes");
  const local = settings.LocalSecondaryIndexes ?? [];
  const vector = settings.VectorIndexes ?? [];
  return {
    AttributeDefinitions: settings.AttributeDefinitions,
    TableName: table.name,
    KeySchema: settings.KeySchema,
    TableStatus: table.settling === 0 ? "ACTIVE" : creating(table),
    // A restore begins five minutes after the latest time to which one goes.
    CreationDateTime: new Date(restored === undefined ? "2026-01-01T00:00:00Z" : "2026-02-01T00:05:00Z"),
    ProvisionedThroughput: unitsOf(settings, byRequest),
    TableArn: table.arn,
    TableId: table.id,
    DeletionProtectionEnabled: table.protected,
    ...(byRequest && { BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" } }),
    ...(settings.OnDemandThroughput && { OnDemandThroughput: settings.OnDemandThroughput }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => ({
        ...index,
        IndexStatus: table.indexing.has(index.IndexName ?? "") ? ("CREATING" as const) : ("ACTIVE" as const),
        ProvisionedThroughput: unitsOf(index, byRequest),
        WarmThroughput: warmOf(index, byRequest),
      })),
    }),
    ...(vector.length > 0 && {
      VectorIndexes: vector.map((index) => {
        const isMade = !table.indexing.has(index.IndexName ?? "");
        return { ...index, IndexStatus: isMade ? ("ACTIVE" as const) : ("CREATING" as const) };
      }),
    }),
    ...(view !== undefined && { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
    // The last one is told also when it is off.
    ...(label !== undefined && { LatestStreamLabel: label, LatestStreamArn: `${table.arn}/stream/${label}` }),
    ...(key?.Enabled && {
      SSEDescription: {
        Status: "ENABLED",
        SSEType: "KMS",
        KMSMasterKeyArn:
          key.KMSMasterKeyId ??
          `${table.arn.replace(":dynamodb:", ":kms:").replace(/:table.*/, "")}:key/aws-managed`,
      },
    }),
    ...(table.class !== "STANDARD" && { TableClassSummary: { TableClass: table.class } }),
    WarmThroughput: warmOf(settings, byRequest),
    ...(table.replicas.length > 0 && { Replicas: table.replicas.map((RegionName) => ({ RegionName })) }),
    ...(table.witnesses.length > 0 && {
      MultiRegionConsistency: "STRONG",
      GlobalTableWitnesses: table.witnesses.map((RegionName) => ({ RegionName, WitnessStatus: "ACTIVE" })),
    }),
    ...(restored && {
      RestoreSummary: {
        SourceTableArn: restored.table,
        ...(restored.backup !== undefined && { SourceBackupArn: restored.backup }),
        RestoreDateTime: restored.as,
        RestoreInProgress: table.settling > 0,
      },
    }),
  };
}

type FakeIndex = D.LocalSecondaryIndex | D.VectorIndex;

/** Whether DynamoDB takes one for the other: in a restore all of it has to fit. */
export function sameIndex(one: FakeIndex, other: FakeIndex): boolean {
  const form = ({ IndexName, Projection, ...rest }: FakeIndex) => {
    const { KeySchema } = rest as Partial<D.LocalSecondaryIndex>;
    const { VectorAttribute, SearchSchema, Dimensions, DistanceFunction } = rest as Partial<D.VectorIndex>;
    return JSON.stringify([
      IndexName,
      [VectorAttribute?.AttributeName, SearchSchema, Dimensions, DistanceFunction],
      KeySchema?.map(({ AttributeName, KeyType }) => [AttributeName, KeyType]),
      Projection?.ProjectionType,
      [...(Projection?.NonKeyAttributes ?? [])].sort(),
    ]);
  };
  return form(one) === form(other);
}

function creating({ changed }: FakeTable): D.TableStatus {
  return changed ? "UPDATING" : "CREATING";
}

export function keysOf({ settings }: FakeTable, which: "GlobalSecondaryIndexes"): D.GlobalSecondaryIndex[] {
  return settings[which] ?? [];
}

function unitsOf(of: Pick<D.GlobalSecondaryIndex, "ProvisionedThroughput">, byRequest: boolean) {
  return byRequest
    ? { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 }
    : { NumberOfDecreasesToday: 0, ...of.ProvisionedThroughput };
}

function warmOf(
  {
    WarmThroughput: asked,
    ProvisionedThroughput: units,
  }: Pick<D.GlobalSecondaryIndex, "WarmThroughput" | "ProvisionedThroughput">,
  byRequest: boolean,
): D.GlobalSecondaryIndexWarmThroughputDescription {
  const least = byRequest
    ? { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 }
    : {
        ReadUnitsPerSecond: units?.ReadCapacityUnits,
        WriteUnitsPerSecond: units?.WriteCapacityUnits,
      };
  return { ...least, ...asked, Status: "ACTIVE" };
}
