import type { Statement } from "./statement.ts";

/**
 * Nobody deletes what is kept, or lifts its lock, but the account's root user, who needs no policy to change
 * this one: the break-glass that always exists and that no role can become. Lifecycle rules are not bound by it.
 * What Terraform itself changes (lock, policy, replication) stays open to IAM, or it could lock itself out.
 */
export function bucketPolicy(
  { partition, account }: { partition: string; account: string },
  bucket: string,
): Statement[] {
  return [
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:*"],
      Resource: [bucket, `${bucket}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "NothingIsDeleted",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
      Resource: [`${bucket}/*`],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:${partition}:iam::${account}:root` } },
    },
  ];
}
