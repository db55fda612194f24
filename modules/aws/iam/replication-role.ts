import type { SiteId } from "../../policy/policy.ts";
import { bucketArn, bucketName, type NameScope } from "../names.ts";
import { allowOnAliasedKeys } from "./key-by-alias.ts";
import { allow, type Statement } from "./statement.ts";

export interface Replication extends NameScope {
  /** The region whose store is copied. */
  readonly region: SiteId;
  /** Sources in that store: the region, its edge zones. */
  readonly sources: readonly SiteId[];
  readonly destinations: readonly SiteId[];
}

/**
 * What S3 needs to copy locked, KMS-encrypted objects. No delete travels, so s3:ReplicateDelete is not here. Of each
 * store all that is kept, and no run's work: which source goes where is said by the rules, and by sources times
 * destinations the policy would outgrow what a role may hold.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function replicationStatements({ region, sources, destinations, ...scope }: Replication): Statement[] {
  const storeOf = (site: SiteId): string => bucketArn(scope, bucketName(scope.account, site));
  const keptIn = (site: SiteId): string => `${storeOf(site)}/${scope.account}/*`;
  return [
    allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], [storeOf(region)]),
    allow(
      [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        "s3:GetObjectRetention",
        "s3:GetObjectLegalHold",
      ],
      [keptIn(region)],
    ),
    allow(["s3:ReplicateObject", "s3:ReplicateTags"], destinations.map(keptIn)),
    allowOnAliasedKeys(scope, ["kms:Decrypt"], { regions: [region], sites: sources }, "s3"),
    // With bucket keys S3 asks for a data key of the destination's bucket and reads it back.
    allowOnAliasedKeys(
      scope,
      ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"],
      { regions: destinations, sites: destinations },
      "s3",
    ),
  ];
}
