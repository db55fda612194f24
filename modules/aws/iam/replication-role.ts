import type { SiteId } from "../../policy/policy.ts";
import { sourcePrefix } from "../../recovery/layout.ts";
import { bucketArn, bucketName, type NameScope } from "../names.ts";
import { allowOnAliasedKey } from "./key-by-alias.ts";
import { allow, type Statement } from "./statement.ts";

export interface Replication extends NameScope {
  /** The region whose store is copied. */
  readonly region: SiteId;
  /** Sources in that store: the region, its edge zones. */
  readonly sources: readonly SiteId[];
  readonly destinations: readonly SiteId[];
}

/**
 * What S3 needs to copy locked, KMS-encrypted objects. Only below the sources' prefixes; no delete travels, so
 * s3:ReplicateDelete is not here.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function replicationStatements({ region, sources, destinations, ...scope }: Replication): Statement[] {
  const source = bucketArn(scope, bucketName(scope.account, region));
  const below = (bucket: string): string[] =>
    sources.map((site) => `${bucket}/${sourcePrefix(scope.account, site)}*`);
  return [
    allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], [source]),
    allow(
      [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        "s3:GetObjectRetention",
        "s3:GetObjectLegalHold",
      ],
      below(source),
    ),
    allow(
      ["s3:ReplicateObject", "s3:ReplicateTags"],
      destinations.flatMap((to) => below(bucketArn(scope, bucketName(scope.account, to)))),
    ),
    allowOnAliasedKey(scope, ["kms:Decrypt"], { region, sites: sources }, "s3"),
    // With bucket keys S3 asks for a data key of the destination's bucket and reads it back.
    ...destinations.map((to) =>
      allowOnAliasedKey(
        scope,
        ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"],
        { region: to, sites: [to] },
        "s3",
      ),
    ),
  ];
}
