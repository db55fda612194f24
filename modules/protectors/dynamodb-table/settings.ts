import type {
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  TableDescription,
  VectorIndexInfo,
  WarmThroughput,
} from "@aws-sdk/client-dynamodb";
import type { JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { toJson } from "../kit/json.ts";

/** Units a second that a table or an index paid by request takes at once when it is new. */
export const NEW_ON_DEMAND = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 } as const;

/**
 * What of a table's description can be set, as CreateTable takes it. `awsKey`: its key is one that AWS keeps for DynamoDB,
 * which is named by leaving it out.
 */
export function settingsOf(table: TableDescription, awsKey: boolean): JsonObject {
  // DynamoDB tells the mode only of what was once paid by request.
  const byRequest = table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
  const { SSEDescription: sse, LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global } = table;
  const vector = (table.VectorIndexes ?? []).filter(({ IndexStatus }) => IndexStatus !== "DELETING");
  const hasKey = sse?.SSEType === "KMS" && /^(ENABLED|ENABLING|UPDATING)$/.test(sse.Status ?? "");
  return toJson({
    AttributeDefinitions: sortedBy(table.AttributeDefinitions ?? [], "AttributeName"),
    KeySchema: table.KeySchema,
    ...(local && { LocalSecondaryIndexes: sortedBy(local.map(indexOf), "IndexName") }),
    ...(global && {
      GlobalSecondaryIndexes: sortedBy(
        global.filter(({ IndexStatus }) => IndexStatus !== "DELETING").map((one) => globalOf(one, byRequest)),
        "IndexName",
      ),
    }),
    VectorIndexes: sortedBy(vector.map(indexOf), "IndexName"),
    BillingMode: byRequest ? "PAY_PER_REQUEST" : "PROVISIONED",
    ...capacityOf(table, byRequest),
    TableClass: table.TableClassSummary?.TableClass ?? "STANDARD",
    ...(hasKey && {
      SSESpecification: {
        Enabled: true,
        SSEType: "KMS",
        ...(!awsKey && { KMSMasterKeyId: sse.KMSMasterKeyArn }),
      },
    }),
    DeletionProtectionEnabled: table.DeletionProtectionEnabled ?? false,
  }) as JsonObject;
}

type Capacity = Pick<GlobalSecondaryIndexDescription, "ProvisionedThroughput" | "OnDemandThroughput"> & {
  readonly WarmThroughput?: WarmThroughput | undefined;
};

function capacityOf(
  { ProvisionedThroughput: units, OnDemandThroughput: most, WarmThroughput: warm }: Capacity,
  byRequest: boolean,
): object {
  // -1 is no limit.
  const limits = Object.entries(most ?? {}).filter(([, limit]) => limit > 0);
  return {
    ...(!byRequest && {
      ProvisionedThroughput: {
        ReadCapacityUnits: units?.ReadCapacityUnits,
        WriteCapacityUnits: units?.WriteCapacityUnits,
      },
    }),
    ...(byRequest && limits.length > 0 && { OnDemandThroughput: Object.fromEntries(limits) }),
    ...(warm && {
      WarmThroughput: {
        ReadUnitsPerSecond: warm.ReadUnitsPerSecond,
        WriteUnitsPerSecond: warm.WriteUnitsPerSecond,
      },
    }),
  };
}

/** A secondary index, which has a key, or a vector index, which has what it is searched by. */
export type Index = Pick<LocalSecondaryIndexDescription, "IndexName" | "KeySchema" | "Projection"> &
  Omit<VectorIndexInfo, "IndexName" | "Projection">;

/** What an index is, apart from its capacity. */
export function indexOf({ IndexName, KeySchema, Projection, ...rest }: Index) {
  const { NonKeyAttributes: more, ...projection } = Projection ?? {};
  const { VectorAttribute, SearchSchema, Dimensions, DistanceFunction } = rest;
  return {
    IndexName,
    KeySchema,
    VectorAttribute,
    // What divides the index, and then what it is filtered by.
    SearchSchema:
      SearchSchema && sortedBy(sortedBy(SearchSchema, "AttributeName"), "SearchSchemaElementType"),
    Dimensions,
    DistanceFunction,
    Projection: { ...projection, ...(more && { NonKeyAttributes: [...more].sort(compareText) }) },
  };
}

function globalOf(index: GlobalSecondaryIndexDescription, byRequest: boolean) {
  return { ...indexOf(index), ...capacityOf(index, byRequest) };
}

function sortedBy<One extends object>(all: readonly One[], name: keyof One): One[] {
  return [...all].sort((a, b) => compareText(String(a[name]), String(b[name])));
}
