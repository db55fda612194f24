import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning/index.js";
import { Construct } from "constructs";
import type { LongestLock } from "../../planner/region-bounds.ts";
import type { SiteId } from "../../policy/policy.ts";
import { bucketPolicy } from "../iam/bucket-policy.ts";
import { policyDocument } from "../iam/statement.ts";
import { bucketName, type NameScope, WORK_PREFIX } from "../names.ts";

/** Days a run's item list and outcomes are kept, for who looks into a failure; the summary stays for good. */
const WORK_DAYS = 7;

export interface SiteStoreProps extends NameScope {
  readonly region: SiteId;
  /** Edge zones whose points lie here. */
  readonly zones: readonly SiteId[];
  readonly keyArn: string;
  readonly longest: LongestLock;
}

/**
 * The recovery points of a region and of its edge zones. Object Lock is on without a default retention: each
 * object brings its own date. Not emptied by Terraform: a bucket that holds a version cannot be destroyed.
 */
export class SiteStore extends Construct {
  constructor(scope: Construct, id: string, props: SiteStoreProps) {
    super(scope, id);
    const name = bucketName(props.account, props.region);
    const { bucket } = new S3Bucket(this, "Resource", {
      bucket: name,
      objectLockEnabled: true,
      lifecycle: { preventDestroy: true },
    });
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: props.keyArn },
          bucketKeyEnabled: true,
        },
      ],
    });
    const closed = new S3BucketPublicAccessBlock(this, "PublicAccess", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "Ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    // S3 answers 409 when the policy and the public access block are written at the same moment.
    new S3BucketPolicy(this, "Policy", {
      bucket,
      policy: policyDocument(bucketPolicy(props)),
      dependsOn: [closed],
    });
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket,
      rule: [
        {
          id: "work-expires",
          status: "Enabled",
          filter: [{ prefix: WORK_PREFIX }],
          expiration: [{ days: WORK_DAYS }],
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
        },
        {
          id: "broken-uploads",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: WORK_DAYS }],
        },
      ],
      dependsOn: [versioning],
    });
  }
}
