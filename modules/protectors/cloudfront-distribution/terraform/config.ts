import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import type { Argument, Arguments } from "../../kit/terraform/argument.ts";
import { aliasesOf, itemsIn } from "../config.ts";
import { behaviourWords, texts } from "./behaviour.ts";
import { part, plainWords, unknownIn } from "./known.ts";
import { originGroupWords, originWords } from "./origins.ts";

/** Members that are an argument each, by their names there. */
const PLAIN: Readonly<Record<string, string>> = {
  Comment: "comment",
  DefaultRootObject: "default_root_object",
  HttpVersion: "http_version",
  IsIPV6Enabled: "is_ipv6_enabled",
  PriceClass: "price_class",
  Staging: "staging",
  WebACLId: "web_acl_id",
};
const KNOWN = [
  ...Object.keys(PLAIN),
  ...["Aliases", "CacheBehaviors", "CustomErrorResponses", "DefaultCacheBehavior", "Logging"],
  ...["OriginGroups", "Origins", "Restrictions", "ViewerCertificate"],
  // Another distribution's policy says it, and the provider keeps it.
  "ContinuousDeploymentPolicyId",
];

/** A configuration as the provider takes it, and what that has no argument for. */
export function configWords(config: JsonObject): {
  readonly words: Arguments;
  readonly unknown: readonly string[];
} {
  const unknown = [...unknownIn(config, KNOWN, "")];
  const objects = (list: Json | undefined): readonly JsonObject[] => itemsIn(list).filter(isObject);
  const words = {
    ...plainWords(config, PLAIN),
    aliases: texts(aliasesOf(config)),
    origin: objects(config.Origins).map((one) => originWords(one, unknown)),
    origin_group: some(objects(config.OriginGroups).map((one) => originGroupWords(one, unknown))),
    default_cache_behavior: behaviourWords(
      part(config.DefaultCacheBehavior),
      "DefaultCacheBehavior.",
      unknown,
    ),
    ordered_cache_behavior: some(
      objects(config.CacheBehaviors).map((one) =>
        behaviourWords(one, `CacheBehaviors.${String(one.PathPattern)}.`, unknown),
      ),
    ),
    custom_error_response: some(objects(config.CustomErrorResponses).map(errorWords)),
    logging_config: loggingWords(part(config.Logging)),
    restrictions: { geo_restriction: restrictionWords(part(part(config.Restrictions).GeoRestriction)) },
    viewer_certificate: certificateWords(part(config.ViewerCertificate)),
  };
  return { words, unknown };
}

function errorWords({
  ErrorCode,
  ErrorCachingMinTTL,
  ResponseCode,
  ResponsePagePath,
}: JsonObject): Arguments {
  return {
    error_code: ErrorCode as Argument,
    error_caching_min_ttl: ErrorCachingMinTTL as Argument,
    ...(typeof ResponseCode === "string" && ResponseCode !== "" && { response_code: Number(ResponseCode) }),
    ...(typeof ResponsePagePath === "string" &&
      ResponsePagePath !== "" && { response_page_path: ResponsePagePath }),
  };
}

function loggingWords({ Enabled, Bucket, IncludeCookies, Prefix }: JsonObject): Arguments | undefined {
  if (Enabled !== true || typeof Bucket !== "string" || Bucket === "") return undefined;
  return {
    bucket: Bucket,
    include_cookies: IncludeCookies === true,
    ...(typeof Prefix === "string" && Prefix !== "" && { prefix: Prefix }),
  };
}

function restrictionWords({ RestrictionType, Items }: JsonObject): Arguments {
  return {
    restriction_type: String(RestrictionType ?? "none"),
    locations: Array.isArray(Items) ? texts(Items) : undefined,
  };
}

/** CloudFront tells how names are served of its own certificate, too, and takes that of another one only. */
function certificateWords(of: JsonObject): Arguments {
  const {
    ACMCertificateArn: acm,
    IAMCertificateId: iam,
    SSLSupportMethod,
    MinimumProtocolVersion: least,
  } = of;
  const own = acm === undefined && iam === undefined;
  return {
    ...(own
      ? { cloudfront_default_certificate: true }
      : {
          acm_certificate_arn: acm as Argument,
          iam_certificate_id: iam as Argument,
          ssl_support_method: SSLSupportMethod as Argument,
        }),
    ...(typeof least === "string" && { minimum_protocol_version: least }),
  };
}

function some(all: readonly Arguments[]): readonly Arguments[] | undefined {
  return all.length === 0 ? undefined : all;
}
