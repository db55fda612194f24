import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";
import { tableNamed } from "./arn.ts";

const DYNAMODB =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html";
const SCALING =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html";

const TABLE = "arn:{partition}:dynamodb:{region}:{account}:table/*";
/** Where the items of a table come from may be another region. */
const ANYWHERE = "arn:{partition}:dynamodb:*:{account}:table/*";
const TARGET = "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*";
const KEY = "arn:{partition}:kms:{region}:{account}:key/*";

const on = (resource: string, service: string, ...actions: string[]): Permission[] =>
  actions.map((action) => ({ action: `${service}:${action}`, resources: [resource] }));

const SCALED = ["DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions"];

const reads: readonly Permission[] = [
  ...on(
    TABLE,
    "dynamodb",
    "DescribeContinuousBackups",
    "DescribeKinesisStreamingDestination",
    "DescribeTable",
    "DescribeTimeToLive",
    "GetResourcePolicy",
    "ListTagsOfResource",
  ),
  ...inRegion("dynamodb", "ListContributorInsights"),
  ...inRegion("application-autoscaling", ...SCALED),
  ...on(KEY, "kms", "DescribeKey"),
];

/** Asked also of the table that was, which may lie in another region. */
const OF_THE_SOURCE: readonly string[] = [
  "dynamodb:DescribeBackup",
  "dynamodb:DescribeContinuousBackups",
  "dynamodb:DescribeTable",
];

/**
 * What DynamoDB asks for of whoever has it restore a table, whose items it writes with these rights.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
 */
export const ON_BEHALF = [
  "BatchWriteItem",
  "DeleteItem",
  "GetItem",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
] as const;

/** Nothing here makes an empty table, reads an item by itself, or deletes a table or a backup. */
export const dynamodbTableSpec: KindSpec = {
  kind: "dynamodb-table",
  noun: ["table", "tables"],
  home: "regional",
  source: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.Lambda.html",
  trigger: "dynamodb",
  // Lambda's mappings name the streams that they read; a table cannot tell.
  listedToFollow: false,
  idOf: ({ service, resource }) => (service === "dynamodb" ? tableNamed(resource) : undefined),
  written: {
    id: "NAME",
    arn: "arn:{partition}:dynamodb:{region}:{account}:table/NAME",
    parts: [{ letters: /[A-Za-z0-9_.-]/, least: 3, most: 255 }],
  },
  permissions: {
    inventory: [...inRegion("dynamodb", "ListTables"), ...on(TABLE, "dynamodb", "ListTagsOfResource")],
    capture: reads,
    restore: [
      ...reads.filter(({ action }) => !OF_THE_SOURCE.includes(action)),
      ...on(ANYWHERE, "dynamodb", "RestoreTableFromBackup", "RestoreTableToPointInTime"),
      ...OF_THE_SOURCE.map((action) => ({ action, resources: [ANYWHERE] })),
      // IAM knows no resource for it, and the table that was may lie in another region.
      ...on("*", "dynamodb", "ListBackups"),
      ...on(
        TABLE,
        "dynamodb",
        "DeleteResourcePolicy",
        "PutResourcePolicy",
        "TagResource",
        "UntagResource",
        "UpdateContinuousBackups",
        "UpdateContributorInsights",
        "UpdateTable",
        "UpdateTimeToLive",
        ...ON_BEHALF,
      ),
      ...on(
        TARGET,
        "application-autoscaling",
        "PutScalingPolicy",
        "PutScheduledAction",
        "RegisterScalableTarget",
      ),
      // A table under a customer's key is made with the caller's rights.
      ...["kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"].map((action) => ({
        action,
        resources: [KEY],
        condition: { StringEquals: { "kms:ViaService": "dynamodb.{region}.{dns}" } },
      })),
    ],
    activate: [
      ...on(
        TABLE,
        "dynamodb",
        "DescribeKinesisStreamingDestination",
        "DisableKinesisStreamingDestination",
        "EnableKinesisStreamingDestination",
      ),
    ],
  },
  wildcardActions: {
    "dynamodb:ListBackups": DYNAMODB,
    "dynamodb:ListContributorInsights": DYNAMODB,
    "dynamodb:ListTables": DYNAMODB,
    ...Object.fromEntries(SCALED.map((action) => [`application-autoscaling:${action}`, SCALING])),
  },
  pace: {
    // ListTagsOfResource has the lowest rate of all reads.
    budget: "DynamoDB reads of tags",
    source: "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html",
    perSecond: 10,
    // All is read twice.
    perThing: () => 2,
    perPage: () => 0,
    pageSize: 100,
  },
};
