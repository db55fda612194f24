import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { exactText } from "../kit/exact-json.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { type Argument, type Arguments, OwnAttribute } from "../kit/terraform/argument.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import type { TableDocument } from "./document.ts";

const TABLE = "aws_dynamodb_table";

/** The settings of a table that is there: Terraform makes none with items. */
export const dynamodbTableInTerraform: TerraformKind<TableDocument> = {
  form: ({ document, live, ids }) => {
    if (live === undefined)
      return {
        resources: [],
        left: [
          "Terraform would make it without its items: restore it without --as-terraform first, then it is imported",
        ],
      };
    const { name, arn, settings, policy, scaling, insights, destinations } = document;
    if (document.replicas.length > 0)
      return { resources: [], left: ["it is in several regions, which cannot be said in Terraform yet"] };
    const of = { table_name: new OwnAttribute(TABLE, "", "name") };
    const table: TerraformResource = {
      type: TABLE,
      key: "",
      arguments: { name, ...tableArguments(document), tags: writableTags(document.tags) },
      importId: name,
      exports: { [arn]: "arn", ...(live.stream !== undefined && { [live.stream.arn]: "stream_arn" }) },
      // Application Auto Scaling moves them.
      ...(scaling.some(({ index }) => index === undefined) && {
        ignoreChanges: ["read_capacity", "write_capacity"],
      }),
    };
    const now = (value: JsonObject): JsonObject => renamed(value, ids, { from: arn, to: arn }) as JsonObject;
    return {
      resources: [
        table,
        ...(policy === undefined
          ? []
          : [
              {
                type: "aws_dynamodb_resource_policy",
                key: "",
                arguments: {
                  resource_arn: new OwnAttribute(TABLE, "", "arn"),
                  policy: exactText(now(policy)),
                },
                ...(live.policy !== undefined && { importId: arn }),
              },
            ]),
        ...insights
          .filter(({ mode }) => mode === DEFAULT_MODE)
          .map(({ index }) => ({
            type: "aws_dynamodb_contributor_insights",
            key: index ?? "",
            arguments: { ...of, index_name: index },
            ...(live.insights.some((one) => one.index === index) && {
              importId: `name:${name}/index:${index ?? ""}/${live.account}`,
            }),
          })),
        ...destinations.map(({ stream, precision }) => ({
          type: "aws_dynamodb_kinesis_streaming_destination",
          key: stream.split("/").at(-1) ?? "",
          arguments: {
            ...of,
            stream_arn: ids[stream] ?? stream,
            approximate_creation_date_time_precision: precision,
          },
          ...(live.destinations.some((one) => one.stream === (ids[stream] ?? stream)) && {
            importId: `${name},${ids[stream] ?? stream}`,
          }),
        })),
      ],
      left: leftOf(document, settings),
    };
  },
};

const DEFAULT_MODE = "ACCESSED_AND_THROTTLED_KEYS";

function leftOf({ scaling, stream, insights }: TableDocument, settings: JsonObject): string[] {
  const vector = settings.VectorIndexes;
  const said = [
    scaling.length > 0 && "how Application Auto Scaling changes its capacity",
    stream?.policy !== undefined && "the policy of its stream",
    Array.isArray(vector) && vector.length > 0 && "its vector indexes",
    insights.some(({ mode }) => mode !== DEFAULT_MODE) && "Contributor Insights of throttled keys alone",
  ];
  return said.flatMap((what) => (what === false ? [] : [`${what}: it cannot be said in Terraform yet`]));
}

function tableArguments({ settings, stream, ttl, recovery }: TableDocument): Arguments {
  const { BillingMode, TableClass, DeletionProtectionEnabled, SSESpecification: sse } = settings;
  const {
    LocalSecondaryIndexes: local,
    GlobalSecondaryIndexes: global,
    AttributeDefinitions: attributes,
  } = settings;
  return {
    billing_mode: BillingMode as Argument,
    ...keysOf(settings),
    ...capacityOf(settings),
    attribute: listOf(attributes).map(({ AttributeName, AttributeType }) => ({
      name: String(AttributeName),
      type: String(AttributeType),
    })),
    local_secondary_index: listOf(local).map((one) => {
      const { hash_key: _, ...keys } = keysOf(one);
      return { name: String(one.IndexName), ...keys, ...projectionOf(one) };
    }),
    global_secondary_index: listOf(global).map((one) => ({
      name: String(one.IndexName),
      ...keysOf(one),
      ...projectionOf(one),
      ...capacityOf(one),
    })),
    ...(stream !== undefined && { stream_enabled: true, stream_view_type: stream.view }),
    ...(ttl !== undefined && { ttl: { attribute_name: ttl, enabled: true } }),
    point_in_time_recovery: {
      enabled: recovery !== undefined,
      ...(recovery !== undefined && { recovery_period_in_days: recovery }),
    },
    ...(isObject(sse) && {
      server_side_encryption: { enabled: true, kms_key_arn: sse.KMSMasterKeyId as Argument },
    }),
    table_class: TableClass as Argument,
    deletion_protection_enabled: DeletionProtectionEnabled as Argument,
  };
}

function keysOf({ KeySchema }: JsonObject): Arguments {
  const keyOf = (type: string): string | undefined => {
    const found = listOf(KeySchema).find(({ KeyType }) => KeyType === type);
    return found && String(found.AttributeName);
  };
  return { hash_key: keyOf("HASH"), range_key: keyOf("RANGE") };
}

function projectionOf({ Projection }: JsonObject): Arguments {
  const { ProjectionType, NonKeyAttributes } = isObject(Projection) ? Projection : {};
  return { projection_type: ProjectionType as Argument, non_key_attributes: NonKeyAttributes as Argument };
}

function capacityOf({ ProvisionedThroughput: units, OnDemandThroughput: most }: JsonObject): Arguments {
  return {
    ...(isObject(units) && {
      read_capacity: units.ReadCapacityUnits as Argument,
      write_capacity: units.WriteCapacityUnits as Argument,
    }),
    ...(isObject(most) && {
      on_demand_throughput: {
        max_read_request_units: most.MaxReadRequestUnits as Argument,
        max_write_request_units: most.MaxWriteRequestUnits as Argument,
      },
    }),
  };
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}
