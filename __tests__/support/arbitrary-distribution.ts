import type {
  DefaultCacheBehavior,
  DistributionConfig,
  FunctionConfig,
  Origin,
} from "@aws-sdk/client-cloudfront";
import fc from "fast-check";
import { ELSEWHERE, SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;

/** Versions of functions of Lambda@Edge. */
const LAMBDAS = [`function:resizes:3`, `function:signs:12`].map(
  (one) => `arn:aws:lambda:${region}:${account}:${one}`,
);
const CERTIFICATE = `arn:aws:acm:${region}:${account}:certificate/0b1e5f6a-aaaa-bbbb-cccc-000000000001`;
const WEB_ACL = `arn:aws:wafv2:${region}:${account}:global/webacl/shop/0b1e5f6a-aaaa-bbbb-cccc-000000000002`;
const LOGS = `arn:aws:kinesis:${region}:${account}:stream/clicks`;
const API = `a1b2c3.execute-api.${region}.amazonaws.com`;
const BUCKET = `shop-assets.s3.${region}.amazonaws.com`;
const CACHING = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/** All that the arbitrary's distributions name in their region, for a move. */
export const NAMED = Object.fromEntries(
  [...LAMBDAS, CERTIFICATE, WEB_ACL, LOGS, API].map((one) => [one, one.replaceAll(region, ELSEWHERE.region)]),
);
export const BUCKETS = { "shop-assets": "shop-assets-eu" };

const secret = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);
const list = <T>(...Items: readonly T[]) => ({
  Quantity: Items.length,
  ...(Items.length > 0 && { Items: [...Items] }),
});

const some = <T>(...Items: readonly T[]) => ({ Quantity: Items.length, Items: [...Items] });

interface MadeFunction {
  readonly name: string;
  readonly config: FunctionConfig;
  readonly code: string;
}

interface MadeStore {
  readonly name: string;
  readonly id: string;
  readonly comment: string;
  readonly pairs: Readonly<Record<string, string>>;
}

const STORE = "0b1e5f6a-aaaa-bbbb-cccc-000000000003";

/** A distribution as a test makes it. */
export interface MadeDistribution {
  readonly id: string;
  readonly config: DistributionConfig;
  readonly functions: readonly MadeFunction[];
  /** That these functions read. */
  readonly stores: readonly MadeStore[];
  readonly tags: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

const bucket: Origin = {
  Id: "assets",
  DomainName: BUCKET,
  OriginPath: "/live",
  CustomHeaders: { Quantity: 0 },
  S3OriginConfig: { OriginAccessIdentity: "" },
  ConnectionAttempts: 3,
  ConnectionTimeout: 10,
  OriginShield: { Enabled: true, OriginShieldRegion: "eu-west-1" },
  OriginAccessControlId: "E1OAC",
};

const api = (HeaderValue: string): Origin => ({
  Id: "api",
  DomainName: API,
  OriginPath: "",
  CustomHeaders: list({ HeaderName: "x-origin-verify", HeaderValue }),
  CustomOriginConfig: {
    ...{ HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" },
    OriginSslProtocols: some("TLSv1.2", "TLSv1.1"),
    ...{ OriginReadTimeout: 30, OriginKeepaliveTimeout: 5 },
  },
  OriginShield: { Enabled: false },
});

/** As it was before access controls. */
const guardedBucket: Origin = {
  ...bucket,
  S3OriginConfig: { OriginAccessIdentity: "origin-access-identity/cloudfront/E1OAI" },
  OriginAccessControlId: "",
};

const inside: Origin = {
  ...{ Id: "inside", DomainName: "inside.example.com", OriginPath: "" },
  CustomHeaders: { Quantity: 0 },
  VpcOriginConfig: { VpcOriginId: "vo_inside", OriginReadTimeout: 30, OriginKeepaliveTimeout: 5 },
};

const behaviour = fc
  .record({
    origin: fc.constantFrom("assets", "api"),
    lambda: fc.subarray(LAMBDAS),
    fn: fc.boolean(),
    policies: fc.boolean(),
    signed: fc.boolean(),
    logged: fc.boolean(),
    sealed: fc.boolean(),
  })
  .map(
    ({ origin, lambda, fn, policies, signed, logged, sealed }): DefaultCacheBehavior => ({
      ...{ TargetOriginId: origin, ViewerProtocolPolicy: "redirect-to-https", Compress: true },
      ...{ SmoothStreaming: false, FieldLevelEncryptionId: sealed ? "fle-shop" : "" },
      AllowedMethods: { ...some("HEAD", "GET", "OPTIONS"), CachedMethods: some("HEAD", "GET") },
      TrustedSigners: { Enabled: false, Quantity: 0 },
      TrustedKeyGroups: { Enabled: signed, ...(signed ? list("0b1e5f6a-key-group") : { Quantity: 0 }) },
      LambdaFunctionAssociations: list(
        ...lambda.map((LambdaFunctionARN, at) => ({
          LambdaFunctionARN,
          EventType: at === 0 ? ("origin-request" as const) : ("origin-response" as const),
          IncludeBody: at === 0,
        })),
      ),
      FunctionAssociations: fn
        ? list({
            FunctionARN: `arn:aws:cloudfront::${account}:function/checks`,
            EventType: "viewer-request" as const,
          })
        : { Quantity: 0 },
      ...(policies
        ? {
            CachePolicyId: CACHING,
            OriginRequestPolicyId: "own-origin-request",
            ResponseHeadersPolicyId: "own-headers",
          }
        : {
            ForwardedValues: {
              QueryString: true,
              Cookies: { Forward: "whitelist", WhitelistedNames: list("session", "basket") },
              Headers: list("Origin"),
              QueryStringCacheKeys: list("page"),
            },
            ...{ MinTTL: 0, DefaultTTL: 60, MaxTTL: 3600 },
          }),
      ...(logged && { RealtimeLogConfigArn: `arn:aws:cloudfront::${account}:realtime-log-config/shop` }),
    }),
  );

/** Distributions of every form. */
export const arbitraryDistribution: fc.Arbitrary<MadeDistribution> = fc
  .record({
    id: fc.stringMatching(/^E[A-Z0-9]{8,12}$/),
    comment: fc.constantFrom("", "the shop", "it's 100%"),
    enabled: fc.boolean(),
    aliases: fc.subarray(["www.example.com", "*.shop.example.com"]),
    first: behaviour,
    others: fc.array(behaviour, { maxLength: 2 }),
    header: secret,
    code: secret,
    guarded: fc.boolean(),
    groups: fc.boolean(),
    hidden: fc.boolean(),
    reads: fc.constantFrom(true, true, false),
    pairs: fc.dictionary(secret, secret, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    tags: fc.dictionary(fc.constantFrom("team", "stage"), fc.constantFrom("shop", "x"), {
      noNullPrototype: true,
    }),
  })
  .map(
    ({
      id,
      comment,
      enabled,
      aliases,
      first,
      others,
      header,
      code,
      guarded,
      groups,
      hidden,
      reads,
      pairs,
      tags,
    }) => {
      const behaviours = [first, ...others];
      const isCalled = behaviours.some(({ FunctionAssociations: one }) => one?.Quantity === 1);
      const stores = isCalled && reads ? [{ name: "shop", id: STORE, comment, pairs }] : [];
      return {
        id,
        tags,
        config: {
          CallerReference: `made-${id}`,
          Aliases: list(...aliases),
          DefaultRootObject: "index.html",
          Origins: some(hidden ? guardedBucket : bucket, api(header), ...(hidden ? [inside] : [])),
          OriginGroups: groups
            ? list({
                Id: "either",
                FailoverCriteria: { StatusCodes: some(500, 503) },
                Members: some({ OriginId: "assets" }, { OriginId: "api" }),
              })
            : { Quantity: 0 },
          DefaultCacheBehavior: first,
          CacheBehaviors: list(...others.map((one, at) => ({ ...one, PathPattern: `/${at}/*` }))),
          CustomErrorResponses: list({
            ...{ ErrorCode: 404, ResponsePagePath: "/404.html", ResponseCode: "404", ErrorCachingMinTTL: 10 },
          }),
          Comment: comment,
          Logging: {
            Enabled: guarded,
            IncludeCookies: false,
            Bucket: guarded ? "shop-assets.s3.amazonaws.com" : "",
            Prefix: "",
          },
          PriceClass: "PriceClass_100",
          Enabled: enabled,
          ViewerCertificate: guarded
            ? {
                CloudFrontDefaultCertificate: false,
                ...{ ACMCertificateArn: CERTIFICATE, SSLSupportMethod: "sni-only" },
                MinimumProtocolVersion: "TLSv1.2_2021",
              }
            : {
                ...{ CloudFrontDefaultCertificate: true, SSLSupportMethod: "vip" },
                MinimumProtocolVersion: "TLSv1",
              },
          Restrictions: {
            GeoRestriction: {
              RestrictionType: guarded ? "whitelist" : "none",
              ...list(...(guarded ? ["NL", "DE"] : [])),
            },
          },
          WebACLId: guarded ? WEB_ACL : "",
          HttpVersion: "http2and3",
          IsIPV6Enabled: true,
          Staging: false,
        } satisfies DistributionConfig as DistributionConfig,
        functions: isCalled
          ? [
              {
                name: "checks",
                config: {
                  ...{ Comment: "asks for a password", Runtime: "cloudfront-js-2.0" as const },
                  ...(reads && {
                    KeyValueStoreAssociations: some({
                      KeyValueStoreARN: `arn:aws:cloudfront::${account}:key-value-store/${STORE}`,
                    }),
                  }),
                },
                code: `const store = cf.kvs("${reads ? STORE : ""}"); function handler(event) { return event.request.headers.key === "${code}"; }`,
              },
            ]
          : [],
        stores,
        secrets: [
          header,
          ...(isCalled ? [code] : []),
          ...stores.flatMap((one) => [...Object.keys(one.pairs), ...Object.values(one.pairs)]),
        ],
      };
    },
  );
