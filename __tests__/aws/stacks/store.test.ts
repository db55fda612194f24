import { describe, expect, test } from "vitest";
import { bucketPolicy } from "../../../modules/aws/iam/bucket-policy.ts";
import { ACCOUNT, EAST, ZONE } from "../../support/sample-plan.ts";
import { resource, statementsOf } from "../../support/synthesized.ts";
import { site } from "./sample.ts";

describe("the store", () => {
  const bucket = `zonekeep-${ACCOUNT}-${EAST}`;

  test("has Object Lock and versions, and is never emptied", () => {
    const store = resource(site, "aws_s3_bucket");
    expect(store).toMatchObject({ bucket, object_lock_enabled: true, lifecycle: { prevent_destroy: true } });
    expect(store).not.toHaveProperty("force_destroy");
    expect(resource(site, "aws_s3_bucket_versioning").versioning_configuration).toEqual({
      status: "Enabled",
    });
  });

  test("encrypts by the site's key, with bucket keys", () => {
    expect(resource(site, "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/),
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("is closed to the public and has one owner", () => {
    expect(resource(site, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resource(site, "aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
  });

  test("has the policy of its places, with the zones and the key that are its own, and denies alone", () => {
    const own = statementsOf(resource(site, "aws_s3_bucket_policy").policy);
    const keyArn = expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/) as unknown as string;
    const longest = { days: 35, compliance: false };
    const places = { partition: "aws", account: ACCOUNT, region: EAST, zones: [ZONE], keyArn, longest };
    expect(own).toEqual(bucketPolicy(places));
    expect(own.filter(({ Effect }) => Effect !== "Deny")).toEqual([]);
  });

  test("expires a run's work, and nothing that is kept", () => {
    expect(resource(site, "aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      {
        id: "work-expires",
        status: "Enabled",
        filter: [{ prefix: "work/" }],
        expiration: [{ days: 7 }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
      },
      {
        id: "broken-uploads",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ]);
  });
});
