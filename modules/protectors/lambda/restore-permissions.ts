import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import { keysVia } from "../keys-via.ts";
import { MARK } from "../kit/mark.ts";

/** Every function of the place. */
export const FUNCTION = "arn:{partition}:lambda:{region}:{account}:function:*";
const LAYER = "arn:{partition}:lambda:{region}:{account}:layer:*";
const MAPPING = "arn:{partition}:lambda:{region}:{account}:event-source-mapping:*";
const CODE_SIGNING = "arn:{partition}:lambda:{region}:{account}:code-signing-config:*";
const ANY_LAYER_VERSION = "arn:{partition}:lambda:{region}:*:layer:*:*";

const onFunctions = (...actions: string[]): Permission[] =>
  actions.map((action) => ({ action: `lambda:${action}`, resources: [FUNCTION] }));

/** What Lambda does with the caller's rights when a function has a VPC, a file system or a key of its own. */
const onBehalf: readonly Permission[] = [
  ...inRegion("ec2", "DescribeSecurityGroups", "DescribeSubnets", "DescribeVpcs"),
  {
    action: "elasticfilesystem:DescribeMountTargets",
    resources: ["arn:{partition}:elasticfilesystem:{region}:{account}:file-system/*"],
  },
  // An access point's ARN begins with its file system's.
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem-s3files.html
  ...["GetAccessPoint", "GetFileSystem", "ListAccessPoints", "ListFileSystems"].map((action) => ({
    action: `s3files:${action}`,
    resources: ["arn:{partition}:s3files:{region}:{account}:file-system/*"],
  })),
  { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
  ...keysVia("lambda", "CreateGrant", "Decrypt", "Encrypt", "GenerateDataKey"),
];

/** How far a stream was read: what Lambda and Kinesis say of themselves. */
const metricReads: readonly Permission[] = inRegion("cloudwatch", "GetMetricData");

/** A statement that AddPermission cannot say is written with the whole policy. */
const policyWrites: readonly string[] = [
  "AddPermission",
  "GetPolicy",
  "GetResourcePolicy",
  "PutResourcePolicy",
  "RemovePermission",
];

const mappingChanges: readonly Permission[] = ["GetEventSourceMapping", "UpdateEventSourceMapping"].map(
  (call) => ({
    action: `lambda:${call}`,
    resources: [MAPPING],
  }),
);

/**
 * What activating and taking it back need: mappings are enabled and disabled, and read until they are; a copy is not
 * enabled beside what it is a copy of; a function that is disarmed is marked.
 */
export const activationWrites: readonly Permission[] = [
  ...mappingChanges,
  ...onFunctions(
    "CreateFunctionUrlConfig",
    "GetFunctionConfiguration",
    "ListFunctionUrlConfigs",
    "ListTags",
    "TagResource",
    "UntagResource",
    "UpdateFunctionUrlConfig",
    ...policyWrites,
  ),
];

const ecr = (repository: string, ...actions: string[]): Permission[] =>
  actions.map((action) => ({ action: `ecr:${action}`, resources: [repository] }));

/** An image may lie in another account's repository; pushed is into our own only. */
const images: readonly Permission[] = [
  // Lambda reads the layers with the rights of who makes the function, where another account owns them.
  ...ecr("arn:{partition}:ecr:{region}:*:repository/*", "BatchGetImage", "GetDownloadUrlForLayer"),
  ...ecr(
    "arn:{partition}:ecr:{region}:{account}:repository/*",
    "BatchCheckLayerAvailability",
    "CompleteLayerUpload",
    "CreateRepository",
    // With these Lambda lets itself read a repository whose policy does not.
    "GetRepositoryPolicy",
    "InitiateLayerUpload",
    "PutImage",
    "SetRepositoryPolicy",
    "UploadLayerPart",
  ),
];

/**
 * All that restoring needs beside reading the point and passing roles, which the estate bounds. Nothing
 * here writes IAM. No delete but those of concurrency limits, of a statement, which `--replace` replaces, and of a
 * function that was made of bytes which were not verified.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export const restoreWrites: readonly Permission[] = [
  ...metricReads,
  ...onFunctions(
    "CreateAlias",
    "CreateFunction",
    "DeleteFunctionConcurrency",
    "DeleteProvisionedConcurrencyConfig",
    "GetAlias",
    "GetFunction",
    "GetFunctionCodeSigningConfig",
    "GetFunctionRecursionConfig",
    "GetFunctionScalingConfig",
    "GetRuntimeManagementConfig",
    "ListAliases",
    "ListFunctionEventInvokeConfigs",
    "ListFunctionUrlConfigs",
    "ListProvisionedConcurrencyConfigs",
    "ListVersionsByFunction",
    "PublishVersion",
    "PutFunctionConcurrency",
    "PutFunctionEventInvokeConfig",
    "PutFunctionRecursionConfig",
    "PutFunctionScalingConfig",
    "PutProvisionedConcurrencyConfig",
    "PutRuntimeManagementConfig",
    "UntagResource",
    "UpdateAlias",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
    // What keeps somebody out comes back with the function, and AddPermission cannot say it.
    "GetPolicy",
    "GetResourcePolicy",
    "PutResourcePolicy",
    // PutResourcePolicy asks for these two as well: it does what they do.
    "AddPermission",
    "RemovePermission",
  ),
  // Of a function whose bytes are not the point's, which this restore has just made: it carries the mark from its birth.
  {
    action: "lambda:DeleteFunction",
    resources: [FUNCTION],
    condition: { StringLike: { [`aws:ResourceTag/${MARK}`]: "?*" } },
  },
  ...["ListTags", "TagResource"].map((call) => ({
    action: `lambda:${call}`,
    resources: [FUNCTION, MAPPING],
  })),
  { action: "lambda:GetCodeSigningConfig", resources: [CODE_SIGNING] },
  { action: "lambda:PutFunctionCodeSigningConfig", resources: [FUNCTION, CODE_SIGNING] },
  { action: "lambda:PublishLayerVersion", resources: [LAYER] },
  ...["AddLayerVersionPermission", "GetLayerVersionPolicy"].map((call) => ({
    action: `lambda:${call}`,
    resources: [`${LAYER}:*`],
  })),
  {
    action: "lambda:PassCapacityProvider",
    resources: ["arn:{partition}:lambda:{region}:{account}:capacity-provider:*"],
  },
  { action: "lambda:GetLayerVersion", resources: [ANY_LAYER_VERSION] },
  ...mappingChanges,
  // These have no resource of their own in IAM.
  ...inRegion(
    "lambda",
    "CreateEventSourceMapping",
    "GetAccountSettings",
    "ListEventSourceMappings",
    "ListLayerVersions",
  ),
  { action: "sqs:GetQueueUrl", resources: ["arn:{partition}:sqs:{region}:{account}:*"] },
  { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
  ...images,
  ...onBehalf,
];
