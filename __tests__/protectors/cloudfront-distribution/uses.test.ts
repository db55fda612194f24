import { describe, expect, test } from "vitest";
import { awsError } from "../../support/fake-aws/error.ts";
import { perform, reasons, titles } from "../../support/made-plan.ts";
import { ARN, arm, distributionOf, ID, placeOf, plan } from "./place.ts";

const LABEL = `distribution ${ID} (www.example.com)`;
const BUCKET = "shop-logs.s3.amazonaws.com";
const Logging = { Enabled: true, IncludeCookies: true, Bucket: BUCKET, Prefix: "shop/" };
const skip = new Set(["logs"]);

describe("a distribution whose access logs go to a bucket", () => {
  test("is planned with the two rights that no role of ours has, and comes back with its logs", async () => {
    const place = placeOf();
    const planned = await plan(place, distributionOf({ Logging }));
    expect(planned.parts).toContain("logs");
    expect(planned.warnings).toContain(
      `access logs of ${LABEL} go to ${BUCKET}: CloudFront asks s3:GetBucketAcl and s3:PutBucketAcl on that bucket of whoever restores and arms, which no role of zonekeep has; allow both on that bucket alone, or leave logs out with --skip logs`,
    );
    await perform(planned);
    const [found] = place.cloudfront.distributions.values();
    expect(found?.config.Logging).toEqual(Logging);
  });

  test("comes back without them where a person leaves them out, and stays so", async () => {
    const place = placeOf();
    const planned = await plan(place, distributionOf({ Logging }), { skip });
    expect(planned.warnings).toContain(`access logs of ${LABEL} are left out, as --skip logs says`);
    await perform(planned);
    const [found] = place.cloudfront.distributions.values();
    expect(found?.config.Logging?.Enabled).toBe(false);
    expect(titles(await plan(place, distributionOf({ Logging }), { skip })).at(-1)).toBe(
      `keep: ${LABEL} is as it was`,
    );
    expect(reasons(await plan(place, distributionOf({ Logging })))).toEqual([
      `live: ${LABEL} is there and differs: set ${LABEL} as it was`,
    ]);
  });

  test("that is there keeps the logs that it has, where a person leaves them out", async () => {
    const place = placeOf();
    await perform(await plan(place, distributionOf({ Logging })));
    const [found] = place.cloudfront.distributions.values();
    const theirs = { ...Logging, Bucket: "theirs.s3.amazonaws.com" };
    if (found !== undefined) found.config = { ...found.config, Comment: "theirs", Logging: theirs };
    await perform(await plan(place, distributionOf({ Logging }), { skip, replace: true }));
    expect(found?.config).toMatchObject({ Comment: "the shop", Logging: theirs });
  });

  test("and one without says nothing of logs, and has no word for them", async () => {
    for (const none of [
      {},
      { Logging: { ...Logging, Enabled: false } },
      { Logging: { ...Logging, Bucket: "" } },
    ]) {
      const { parts, warnings } = await plan(placeOf(), distributionOf(none));
      expect([parts, warnings.filter((one) => one.includes("logs"))]).toEqual([
        ["alias/www.example.com"],
        [],
      ]);
    }
  });
});

const ACL_RIGHTS =
  "You don't have permission to access the S3 bucket for CloudFront logs: shop-logs.s3.amazonaws.com If you're using IAM, you need s3:GetBucketAcl and s3:PutBucketAcl permissions to create a distribution or to update log settings for an existing distribution. In addition, the S3 ACL for the bucket must grant you FULL_CONTROL.";
const NO_ACLS =
  "The S3 bucket that you specified for CloudFront logs does not enable ACL access: shop-logs.s3.amazonaws.com";

describe("what CloudFront tries with the rights of whoever writes", () => {
  test.each([
    [
      "AccessDenied",
      ACL_RIGHTS,
      "allow s3:GetBucketAcl and s3:PutBucketAcl on the bucket of its access logs",
    ],
    ["InvalidArgument", NO_ACLS, "have the bucket of its access logs take ACLs"],
    [
      "InvalidWebACLId",
      "Unable to verify read permissions on Web ACL. Please retry the request.",
      "wafv2:GetWebACL",
    ],
    ["InvalidWebACLId", "Web ACL is not accessible by the requester.", "see that the web ACL is there"],
    [
      "InvalidViewerCertificate",
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
      "have a valid certificate in us-east-1",
    ],
    [
      "NoSuchRealtimeLogConfig",
      "The real-time log configuration does not exist.",
      "real-time logs that it names",
    ],
  ])("%s: %s", async (name, message, hint) => {
    const place = placeOf();
    const planned = await plan(place, distributionOf());
    const refusal = () => [awsError(name, name === "AccessDenied" ? 403 : 400, message)];
    place.cloudfront.wire.refusals.set("CreateDistributionWithTags", refusal());
    const refused = perform(planned);
    await expect(refused).rejects.toThrow(hint);
    await expect(refused).rejects.toThrow("then run the restore again");
    const again = await plan(place, distributionOf());
    const ids = await perform(again);
    expect(ids.get(ARN)).toBeDefined();
    place.cloudfront.wire.refusals.set("UpdateDistribution", refusal());
    const unarmed = arm(place, again, ids);
    await expect(unarmed).rejects.toThrow(hint);
    await expect(unarmed).rejects.toThrow("then arm again");
  });

  test("a key-value store that a CloudFront function reads and that is not there is told", async () => {
    const place = placeOf();
    const planned = await plan(place, distributionOf());
    const refusal = awsError("EntityNotFound", 404, "The key value store does not exist.");
    place.cloudfront.wire.refusals.set("CreateFunction", [refusal]);
    await expect(perform(planned)).rejects.toThrow(
      "see that the key-value store that a CloudFront function reads is there and ready",
    );
  });
});
