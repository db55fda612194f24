import type { JsonObject } from "../../../modules/contract/json.ts";
import type { DistributionDocument } from "../../../modules/protectors/cloudfront-distribution/document.ts";
import { cloudfrontDistribution } from "../../../modules/protectors/cloudfront-distribution/protector.ts";
import { CloudFrontPlace } from "../../support/conforming/cloudfront-place.ts";
import { planPortsOf, trying } from "../../support/made-plan.ts";
import { SOURCE } from "../../support/protector-conformance/conforming.ts";

export const ID = "E1SHOP";
const { region } = SOURCE;
export const { account } = SOURCE;
/** Another account: CloudFront is in no region. */
export const THERE = { ...SOURCE, account: "444455556666" };
export const ARN = `arn:aws:cloudfront::${account}:distribution/${ID}`;
export const LAMBDA = `arn:aws:lambda:${region}:${account}:function:resizes`;
const CHECKS = `arn:aws:cloudfront::${account}:function/checks`;

function portsOf({ cloudfront, client }: CloudFrontPlace) {
  return planPortsOf({ account: cloudfront.account, region: cloudfront.region, client });
}

export const { plan, arm, disarm } = trying(cloudfrontDistribution, portsOf);
export const placeOf = (at = SOURCE): CloudFrontPlace => new CloudFrontPlace({ ...at, page: 2 });

/** A site with one alternate domain name, a version of a function and a CloudFront function. */
export function distributionOf(
  config: JsonObject = {},
  parts: Partial<DistributionDocument> = {},
): DistributionDocument {
  return {
    kind: "cloudfront-distribution",
    ...{ id: ID, name: ID, arn: ARN, account, region, domain: "e1shop.cloudfront.net", enabled: true },
    config: {
      Comment: "the shop",
      Aliases: { Quantity: 1, Items: ["www.example.com"] },
      Origins: {
        Quantity: 1,
        Items: [{ Id: "shop", DomainName: "shop.example.com", CustomHeaders: { Quantity: 0 } }],
      },
      DefaultCacheBehavior: {
        ...{ TargetOriginId: "shop", ViewerProtocolPolicy: "https-only", CachePolicyId: "own-policy" },
        LambdaFunctionAssociations: {
          Quantity: 1,
          Items: [{ LambdaFunctionARN: `${LAMBDA}:7`, EventType: "origin-request", IncludeBody: false }],
        },
        FunctionAssociations: {
          Quantity: 1,
          Items: [{ FunctionARN: CHECKS, EventType: "viewer-request" }],
        },
      },
      ...config,
    },
    functions: [
      {
        ...{ name: "checks", arn: CHECKS, code: "// checks" },
        config: { Comment: "", Runtime: "cloudfront-js-2.0" },
      },
    ],
    tags: { team: "shop" },
    ...parts,
  };
}
