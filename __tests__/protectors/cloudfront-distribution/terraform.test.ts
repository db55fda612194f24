import { expect, test } from "vitest";
import type { DistributionDocument } from "../../../modules/protectors/cloudfront-distribution/document.ts";
import { distributionInTerraform } from "../../../modules/protectors/cloudfront-distribution/terraform.ts";
import { Given, WhenArmed } from "../../../modules/protectors/kit/terraform/argument.ts";
import { saidInTerraform } from "../../support/said-in-terraform.ts";

const ACCOUNT = "123456789012";
const arn = (id: string): string => `arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`;
const CHECKS = `arn:aws:cloudfront::${ACCOUNT}:function/checks`;
const RESIZES = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:resizes`;
const list = (...Items: unknown[]) => ({ Quantity: Items.length, Items });

function site({ id = "E1", config = {}, ...more }: { id?: string; config?: object; enabled?: boolean } = {}) {
  return {
    ...{ kind: "cloudfront-distribution", id, name: id, arn: arn(id), account: ACCOUNT, region: "us-east-1" },
    ...{ domain: `${id.toLowerCase()}.cloudfront.net`, enabled: true, tags: {} },
    functions: [
      { name: "checks", arn: CHECKS, config: { Comment: "", Runtime: "cloudfront-js-2.0" }, code: "canary" },
    ],
    config: {
      Origins: list({
        ...{ Id: "shop", DomainName: "shop.example.com", OriginPath: "", ConnectionAttempts: 3 },
        CustomHeaders: list({ HeaderName: "x-key", HeaderValue: "canary" }),
        S3OriginConfig: { OriginAccessIdentity: "", OriginReadTimeout: 30 },
        OriginShield: { Enabled: false },
      }),
      DefaultCacheBehavior: {
        ...{ TargetOriginId: "shop", ViewerProtocolPolicy: "https-only", CachePolicyId: "caching" },
        FunctionAssociations: list({ FunctionARN: CHECKS, EventType: "viewer-request" }),
        LambdaFunctionAssociations: { Quantity: 0 },
      },
      ...config,
    },
    ...more,
  } as unknown as DistributionDocument;
}

const said = (
  document: DistributionDocument,
  beside: Parameters<typeof saidInTerraform<DistributionDocument>>[2] = {},
) => saidInTerraform(distributionInTerraform, document, beside);

test("a distribution that is gone is made disabled, after the CloudFront function that it names, and what is secret lies among the values", () => {
  const { resources, left } = said(site());
  expect(left).toEqual([]);
  expect(resources).toMatchObject([
    {
      type: "aws_cloudfront_distribution",
      arguments: {
        enabled: new WhenArmed(true, false, undefined),
        origin: [{ origin_id: "shop", custom_header: [{ name: "x-key", value: expect.any(Given) }] }],
        default_cache_behavior: {
          ...{
            cache_policy_id: "caching",
            allowed_methods: ["GET", "HEAD"],
            cached_methods: ["GET", "HEAD"],
          },
          function_association: [{ event_type: "viewer-request", function_arn: CHECKS }],
        },
        restrictions: { geo_restriction: { restriction_type: "none" } },
        viewer_certificate: { cloudfront_default_certificate: true },
      },
    },
    {
      type: "aws_cloudfront_function",
      arguments: { name: "checks", publish: true, code: expect.any(Given) },
      exports: { [CHECKS]: "arn" },
    },
  ]);
});

test("one that is there goes on by its id there, and a CloudFront function that is there is used and not owned", () => {
  const live = site({ id: "E2", enabled: false });
  const { resources, left } = said(site(), { live, imports: { [CHECKS]: "same" } });
  expect(left).toEqual([]);
  expect(resources).toMatchObject([
    {
      importId: "E2",
      arguments: { enabled: new WhenArmed(true, false, false) },
      exports: { [arn("E2")]: "arn" },
    },
  ]);
  expect(said(site(), { live, imports: { [CHECKS]: "other" } }).left).toEqual([
    "CloudFront function checks: it is there and says otherwise, and other distributions may name it",
  ]);
});

test("one with a setting that the provider has no argument for is left out by name, for an apply would take it away", () => {
  const config = { AnycastIpListId: "aip_1", ConnectionMode: "direct" };
  expect(said(site({ config }), { live: site({ config }) })).toEqual({
    resources: [],
    left: ["its AnycastIpListId: the provider has no argument for it"],
  });
});

test("one that calls a version of a function that comes with it, and that nobody published there, is left out by name", () => {
  const config = {
    DefaultCacheBehavior: {
      ...{ TargetOriginId: "shop", ViewerProtocolPolicy: "https-only" },
      LambdaFunctionAssociations: list({ LambdaFunctionARN: `${RESIZES}:3`, EventType: "origin-request" }),
    },
  };
  expect(said(site({ config }), { ids: { [RESIZES]: RESIZES } }).left).toEqual([
    `it calls ${RESIZES}:3, which is not there, and Terraform publishes no version`,
  ]);
  const there = { [RESIZES]: RESIZES, [`${RESIZES}:3`]: `${RESIZES}:1` };
  expect(said(site({ config }), { ids: there }).resources[0]?.arguments.default_cache_behavior).toMatchObject(
    {
      lambda_function_association: [{ lambda_arn: `${RESIZES}:1`, event_type: "origin-request" }],
    },
  );
});

test("a CloudFront function that is gone is made with the stores that are there, and not without", () => {
  const WAS = `arn:aws:cloudfront::${ACCOUNT}:key-value-store/aaaa`;
  const NOW = `arn:aws:cloudfront::${ACCOUNT}:key-value-store/bbbb`;
  const document = site();
  const [checks] = document.functions;
  if (checks === undefined) throw new Error("it names no function");
  const config = { ...checks.config, KeyValueStoreAssociations: list({ KeyValueStoreARN: WAS }) };
  const reading = {
    ...document,
    functions: [{ ...checks, config, code: 'cf.kvs("aaaa")' }],
    stores: [{ name: "tokens", arn: WAS, comment: "" }],
  } as unknown as DistributionDocument;
  expect(said(reading)).toEqual({
    resources: [],
    left: [
      "key-value store tokens, which its functions read by an id that CloudFront draws, is not there: restore it first",
    ],
  });
  expect(said(reading, { imports: { [WAS]: NOW } }).resources[1]?.arguments).toMatchObject({
    key_value_store_associations: [NOW],
    code: { value: 'cf.kvs("bbbb")' },
  });
});
