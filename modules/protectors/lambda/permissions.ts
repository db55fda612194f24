import type { Permission } from "../../contract/permission.ts";

const FUNCTIONS = ["arn:{partition}:lambda:{region}:{account}:function:*"];
/** A bucket's ARN holds no account; this does. */
const OWN_BUCKETS = {
  resources: ["arn:{partition}:s3:::*"],
  condition: { StringEquals: { "aws:ResourceAccount": "{account}" } },
} as const;

/** What `inventory` calls. Lists have no resource level in IAM. */
export const discoverReads: readonly Permission[] = [
  { action: "lambda:ListFunctions", resources: ["*"] },
  { action: "lambda:ListEventSourceMappings", resources: ["*"] },
  { action: "lambda:ListTags", resources: FUNCTIONS },
  { action: "s3:ListAllMyBuckets", resources: ["*"] },
  { action: "s3:GetBucketLocation", ...OWN_BUCKETS },
  { action: "s3:GetBucketNotification", ...OWN_BUCKETS },
];

/** What `capture` calls: reads only. A layer may be another account's. */
export const captureReads: readonly Permission[] = [
  { action: "lambda:GetFunction", resources: FUNCTIONS },
  // GetFunction leaves the tags out without it.
  { action: "lambda:ListTags", resources: FUNCTIONS },
  { action: "lambda:ListVersionsByFunction", resources: FUNCTIONS },
  { action: "lambda:ListAliases", resources: FUNCTIONS },
  { action: "lambda:GetPolicy", resources: FUNCTIONS },
  { action: "lambda:ListFunctionEventInvokeConfigs", resources: FUNCTIONS },
  { action: "lambda:ListFunctionUrlConfigs", resources: FUNCTIONS },
  { action: "lambda:GetFunctionConcurrency", resources: FUNCTIONS },
  {
    action: "lambda:GetEventSourceMapping",
    resources: ["arn:{partition}:lambda:{region}:{account}:event-source-mapping:*"],
  },
  { action: "lambda:GetLayerVersion", resources: ["arn:{partition}:lambda:{region}:*:layer:*"] },
  { action: "s3:GetBucketNotification", ...OWN_BUCKETS },
  // Environment variables and filters encrypted with a customer's key are read in clear through Lambda alone.
  {
    action: "kms:Decrypt",
    resources: ["arn:{partition}:kms:{region}:{account}:key/*"],
    condition: { StringEquals: { "kms:ViaService": "lambda.{region}.{dns}" } },
  },
];
