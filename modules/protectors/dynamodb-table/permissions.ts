import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import { keysVia } from "../keys-via.ts";
import { serviceRoles } from "../service-roles.ts";
import type { KindSpec } from "../spec.ts";

const DYNAMODB =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html";
const SCALING =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html";

const TABLE = "arn:{partition}:dynamodb:{region}:{account}:table/*";
/** Where the items of a table come from may be another region. */
const ANYWHERE = "arn:{partition}:dynamodb:*:{account}:table/*";
const TARGET = "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/*";
const KEY = "arn:{partition}:kms:{region}:{account}:key/*";
/** Names of the alarms that autoscaling makes for tables. https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html */
const ALARM = "arn:{partition}:cloudwatch:{region}:{account}:alarm:TargetTracking-table/*";
const LAMBDA = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html";

const on = (resource: string, service: string, ...actions: string[]): Permission[] =>
  actions.map((action) => ({ action: `${service}:${action}`, resources: [resource] }));

const SCALED = ["DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions"];

/** DynamoDB asks for them of whoever tells or changes where a table's changes go. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_iam.html */
const STREAM = "arn:{partition}:kinesis:{region}:{account}:stream/*";
const ofDestinations = on(STREAM, "kinesis", "DescribeStream", "DescribeStreamSummary");

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
  ...ofDestinations,
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

/**
 * A table under a customer's key is made, and its items are written, with the caller's rights on the key.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export const ON_KEY = [
  "CreateGrant",
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
] as const;

/** What each purpose may do. */
export const tablePermissions: KindSpec["permissions"] = {
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
      "UpdateKinesisStreamingDestination",
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
    // A policy that tracks a value makes its alarms with the caller's rights.
    // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html
    ...on(ALARM, "cloudwatch", "DeleteAlarms", "PutMetricAlarm"),
    ...on("arn:{partition}:cloudwatch:{region}:{account}:alarm:*", "cloudwatch", "DescribeAlarms"),
    serviceRoles({
      "dynamodb.application-autoscaling.amazonaws.com":
        "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
      "contributorinsights.dynamodb.amazonaws.com": "AWSServiceRoleForDynamoDBCloudWatchContributorInsights",
    }),
    ...keysVia("dynamodb", ...ON_KEY),
    // Functions that read a stream which is gone are named.
    ...inRegion("lambda", "ListEventSourceMappings"),
  ],
  activate: [
    ...on(
      TABLE,
      "dynamodb",
      "DescribeKinesisStreamingDestination",
      "DisableKinesisStreamingDestination",
      "EnableKinesisStreamingDestination",
    ),
    ...ofDestinations,
    ...on(STREAM, "kinesis", "PutRecords"),
    ...inRegion("kinesis", "ListStreams"),
    serviceRoles({
      "kinesisreplication.dynamodb.amazonaws.com": "AWSServiceRoleForDynamoDBKinesisDataStreamsReplication",
    }),
  ],
};

/** Those for which IAM knows no resource, and where AWS says so. */
export const tableWildcards: KindSpec["wildcardActions"] = {
  "dynamodb:ListBackups": DYNAMODB,
  "dynamodb:ListContributorInsights": DYNAMODB,
  "dynamodb:ListTables": DYNAMODB,
  "kinesis:ListStreams":
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html",
  "lambda:ListEventSourceMappings": LAMBDA,
  ...Object.fromEntries(SCALED.map((action) => [`application-autoscaling:${action}`, SCALING])),
};
