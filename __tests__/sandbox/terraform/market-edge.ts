import * as C from "@aws-sdk/client-cloudfront";
import type { ThingId } from "../../../modules/contract/kinds.ts";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import { SCOPE } from "../cli/restoring/places.ts";
import { SECRET } from "./shop.ts";

/** AWS's own cache policy `CachingOptimized`. */
const CACHING = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const CHECKS = "market-checks";
const list = <T>(...Items: T[]) => ({ Quantity: Items.length, Items });

/** A site with two origins, of which one knows it by a header, and a CloudFront function before it. */
export async function makeDistribution(client: ClientOf): Promise<ThingId> {
  const cloudfront = client(C.CloudFrontClient);
  const { ETag: IfMatch } = await cloudfront.send(
    new C.CreateFunctionCommand({
      Name: CHECKS,
      FunctionConfig: { Comment: "asks for a key", Runtime: "cloudfront-js-2.0" },
      FunctionCode: new TextEncoder().encode(
        `function handler(event) { return "${SECRET}" && event.request; }`,
      ),
    }),
  );
  await cloudfront.send(new C.PublishFunctionCommand({ Name: CHECKS, IfMatch }));
  const { Distribution: made } = await cloudfront.send(
    new C.CreateDistributionWithTagsCommand({
      DistributionConfigWithTags: {
        Tags: list({ Key: "team", Value: "shop" }),
        DistributionConfig: {
          ...{ CallerReference: "market", Comment: "the market", Enabled: true },
          Origins: list<C.Origin>(
            {
              ...{ Id: "market", DomainName: "market.example.com", OriginPath: "/live" },
              CustomHeaders: list({ HeaderName: "x-origin-verify", HeaderValue: SECRET }),
              CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" },
            },
            {
              ...{ Id: "images", DomainName: "market-uploads.s3.us-east-1.amazonaws.com" },
              S3OriginConfig: { OriginAccessIdentity: "" },
            },
          ),
          DefaultCacheBehavior: {
            ...{ TargetOriginId: "market", ViewerProtocolPolicy: "redirect-to-https", Compress: true },
            CachePolicyId: CACHING,
            FunctionAssociations: list({
              FunctionARN: `arn:aws:cloudfront::${SCOPE.account}:function/${CHECKS}`,
              EventType: "viewer-request" as const,
            }),
          },
          CacheBehaviors: list({
            ...{ PathPattern: "/images/*", TargetOriginId: "images", ViewerProtocolPolicy: "https-only" },
            ForwardedValues: {
              QueryString: true,
              Cookies: { Forward: "whitelist" as const, WhitelistedNames: list("session") },
            },
            ...{ MinTTL: 0, DefaultTTL: 60, MaxTTL: 3600 },
          }),
          CustomErrorResponses: list({
            ...{
              ErrorCode: 404,
              ResponseCode: "200",
              ResponsePagePath: "/index.html",
              ErrorCachingMinTTL: 5,
            },
          }),
        },
      },
    }),
  );
  return { kind: "cloudfront-distribution", id: made?.Id ?? "" };
}
