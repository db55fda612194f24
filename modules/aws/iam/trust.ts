import type { NameScope } from "../names.ts";
import { policyDocument } from "./statement.ts";

/** A service may take the role for this account only, and only for the sources where the service names them. */
export function trustService({ account }: NameScope, service: string, ...sourceArns: string[]): string {
  return policyDocument([
    {
      Effect: "Allow",
      Principal: { Service: service },
      Action: ["sts:AssumeRole"],
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ...(sourceArns.length > 0 && { ArnLike: { "aws:SourceArn": sourceArns } }),
      },
    },
  ]);
}

/**
 * S3 replication documents no source condition for its trust policy, and a role it cannot take fails without
 * a word. A role can only be named by buckets of its own account, since iam:PassRole does not cross accounts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
export function trustReplication(): string {
  return policyDocument([
    { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: ["sts:AssumeRole"] },
  ]);
}

/**
 * The account may take the role: the root stands for whoever its IAM lets. Bounded by ARNs instead of naming
 * them as principals, since AWS refuses principals that do not exist yet. Absent: anyone whose IAM allows it.
 */
export function trustAccount({ partition, account }: NameScope, principals?: readonly string[]): string {
  return policyDocument([
    {
      Effect: "Allow",
      Principal: { AWS: `arn:${partition}:iam::${account}:root` },
      Action: ["sts:AssumeRole"],
      Condition: {
        StringEquals: { "aws:PrincipalAccount": account },
        ...(principals !== undefined && { ArnEquals: { "aws:PrincipalArn": principals } }),
      },
    },
  ]);
}
