import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import { serviceRoles } from "../service-roles.ts";
import type { KindSpec } from "../spec.ts";
import { distributionNamed } from "./arn.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html";

const on = (type: string, ...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `cloudfront:${action}`,
    resources: [`arn:{partition}:cloudfront::{account}:${type}/*`],
  }));

const reads = on("distribution", "GetDistribution", "ListTagsForResource");
const functionReads = on("function", "DescribeFunction", "GetFunction");

/** Its list is asked in us-east-1, wherever it is asked from. */
const list = inRegion("cloudfront", "ListDistributions");

/**
 * Stores of functions: CloudFront has each, and another service what it holds, under ARNs of CloudFront's.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_cloudfront-keyvaluestore.html
 */
const keys = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `cloudfront-keyvaluestore:${action}`,
    resources: ["arn:{partition}:cloudfront::{account}:key-value-store/*"],
  }));
const storeReads = [
  ...inRegion("cloudfront", "ListKeyValueStores"),
  ...keys("DescribeKeyValueStore", "ListKeys"),
];

/**
 * What CloudFront asks of whoever has a distribution call a function, by its version or the function: it has it copied to
 * other regions. AWS names the two rights with their asterisk.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
 */
const edge: readonly Permission[] = [
  ...["GetFunction", "EnableReplication*", "DisableReplication*"].map((action) => ({
    action: `lambda:${action}`,
    resources: ["arn:{partition}:lambda:{region}:{account}:function:*"],
  })),
  serviceRoles({
    "replicator.lambda.amazonaws.com": "AWSServiceRoleForLambdaReplicator",
    "logger.cloudfront.amazonaws.com": "AWSServiceRoleForCloudFrontLogger",
  }),
];

/**
 * CloudFront reads the list of WAF that a distribution names with the rights of whoever writes it ("Unable to verify read
 * permissions on Web ACL"). Those for CloudFront are in us-east-1 alone.
 * https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
 */
const webAcls: Permission = {
  action: "wafv2:GetWebACL",
  resources: ["arn:{partition}:wafv2:us-east-1:{account}:global/webacl/*"],
};

/** Distributions of CloudFront. Nothing here deletes one. */
export const cloudfrontDistributionSpec: KindSpec = {
  kind: "cloudfront-distribution",
  noun: ["distribution", "distributions"],
  home: "us-east-1",
  source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-the-edge.html",
  trigger: "cloudfront",
  // What CloudFront leaves in a function's policy names its replicator, and no distribution.
  listedToFollow: true,
  drawsId: true,
  idOf: ({ service, resource }) => (service === "cloudfront" ? distributionNamed(resource) : undefined),
  written: {
    id: "ID",
    arn: "arn:{partition}:cloudfront::{account}:distribution/ID",
    parts: [{ letters: /[A-Z0-9]/, most: 64 }],
  },
  permissions: {
    inventory: list,
    capture: [...reads, ...functionReads, ...storeReads],
    restore: [
      ...list,
      ...reads,
      ...on("distribution", "CreateDistribution", "UpdateDistribution", "TagResource"),
      ...functionReads,
      ...on("function", "CreateFunction", "UpdateFunction", "PublishFunction"),
      ...storeReads,
      ...inRegion("cloudfront", "CreateKeyValueStore"),
      ...on("key-value-store", "DescribeKeyValueStore", "UpdateKeyValueStore"),
      ...keys("UpdateKeys"),
      ...on("cache-policy", "GetCachePolicy"),
      ...on("origin-request-policy", "GetOriginRequestPolicy"),
      ...on("response-headers-policy", "GetResponseHeadersPolicy"),
      ...on("origin-access-control", "GetOriginAccessControl"),
      ...on("origin-access-identity", "GetCloudFrontOriginAccessIdentity"),
      ...on("vpcorigin", "GetVpcOrigin"),
      ...on("field-level-encryption-config", "GetFieldLevelEncryptionConfig"),
      ...inRegion("cloudfront", "GetKeyGroup"),
      ...edge,
      webAcls,
    ],
    activate: [...on("distribution", "GetDistribution", "UpdateDistribution"), ...edge, webAcls],
  },
  wildcardActions: {
    "cloudfront:ListDistributions": ACTIONS,
    "cloudfront:ListKeyValueStores": ACTIONS,
    "cloudfront:CreateKeyValueStore": ACTIONS,
    "cloudfront:GetKeyGroup": ACTIONS,
  },
  pace: {
    // AWS states no rate for CloudFront's API.
    budget: "CloudFront reads",
    source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
    // The distribution and its tags, twice; each of its CloudFront functions takes four more, and each store that they read two and one for 50 keys.
    perThing: () => 4,
    perPage: () => 1,
    pageSize: 100,
  },
};
