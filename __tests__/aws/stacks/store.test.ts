import { describe, expect, test } from "vitest";
import { ACCOUNT, EAST } from "../../support/sample-plan.ts";
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

  test("speaks TLS only, and lets nobody delete or lift a lock", () => {
    expect(statementsOf(resource(site, "aws_s3_bucket_policy").policy)).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "NothingIsDeleted",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
        Resource: [`arn:aws:s3:::${bucket}/*`],
        Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:root` } },
      },
    ]);
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
