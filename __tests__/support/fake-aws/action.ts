import type { Call } from "./wire.ts";

/** Calls whose action has another name. https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html */
const ACTIONS: Readonly<Record<string, string>> = {
  "cloudfront:CreateDistributionWithTags": "cloudfront:CreateDistribution",
  "lambda:GetLayerVersionByArn": "lambda:GetLayerVersion",
  "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
  "s3:PutBucketNotificationConfiguration": "s3:PutBucketNotification",
  "s3:ListBuckets": "s3:ListAllMyBuckets",
};

/** The IAM actions that calls need, sorted. */
export function actionsOf(calls: readonly Call[]): string[] {
  const names = calls.map(({ service, name }) => `${service}:${name}`);
  return [...new Set(names.map((name) => ACTIONS[name] ?? name))].sort();
}
