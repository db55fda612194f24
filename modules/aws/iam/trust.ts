import type { NameScope } from "../names.ts";
import { type Condition, policyDocument, type Statement } from "./statement.ts";

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
export function trustAccount(scope: NameScope, principals?: readonly string[]): string {
  return policyDocument([
    mayAssume(scope, principals !== undefined && { ArnEquals: { "aws:PrincipalArn": principals } }),
  ]);
}

/**
 * Roles and users of the account, by globs of their names, may take the role; a user only in a session that began with
 * MFA. A role carries no word of MFA when it takes another one: who may take that role, its own trust says.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export function trustPeople(scope: NameScope, globs: readonly string[]): string {
  const arns = (kind: "role" | "user"): string[] =>
    globs
      .filter((glob) => glob.startsWith(`${kind}/`))
      .map((glob) => `arn:${scope.partition}:iam::${scope.account}:${glob}`);
  const [roles, users] = [arns("role"), arns("user")];
  return policyDocument([
    ...(roles.length === 0 ? [] : [mayAssume(scope, { ArnLike: { "aws:PrincipalArn": roles } })]),
    ...(users.length === 0
      ? []
      : [
          mayAssume(scope, {
            ArnLike: { "aws:PrincipalArn": users },
            Bool: { "aws:MultiFactorAuthPresent": "true" },
          }),
        ]),
  ]);
}

function mayAssume({ partition, account }: NameScope, condition: Condition | false): Statement {
  return {
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: ["sts:AssumeRole"],
    Condition: { StringEquals: { "aws:PrincipalAccount": account }, ...(condition || {}) },
  };
}
