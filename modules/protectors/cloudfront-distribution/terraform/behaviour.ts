import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import type { Arguments } from "../../kit/terraform/argument.ts";
import { itemsIn } from "../config.ts";
import { part, plainWords, says, unknownIn } from "./known.ts";

/** Members that are an argument each, by their names there. */
const PLAIN: Readonly<Record<string, string>> = {
  CachePolicyId: "cache_policy_id",
  Compress: "compress",
  DefaultTTL: "default_ttl",
  FieldLevelEncryptionId: "field_level_encryption_id",
  MaxTTL: "max_ttl",
  MinTTL: "min_ttl",
  OriginRequestPolicyId: "origin_request_policy_id",
  PathPattern: "path_pattern",
  RealtimeLogConfigArn: "realtime_log_config_arn",
  ResponseHeadersPolicyId: "response_headers_policy_id",
  SmoothStreaming: "smooth_streaming",
  TargetOriginId: "target_origin_id",
  ViewerProtocolPolicy: "viewer_protocol_policy",
};
const KNOWN = [
  ...Object.keys(PLAIN),
  ...["AllowedMethods", "ForwardedValues", "FunctionAssociations", "GrpcConfig"],
  ...["LambdaFunctionAssociations", "TrustedKeyGroups", "TrustedSigners"],
];
/** What CloudFront takes by itself, and the provider has to be told. */
const METHODS = ["GET", "HEAD"];

/** What a distribution does with requests, as the provider takes it. `unknown` hears what that has no argument for. */
export function behaviourWords(of: JsonObject, path: string, unknown: string[]): Arguments {
  unknown.push(...unknownIn(of, KNOWN, path));
  const methods = part(of.AllowedMethods);
  const grpc = isObject(of.GrpcConfig) ? of.GrpcConfig : undefined;
  return {
    ...plainWords(of, PLAIN),
    allowed_methods: texts(itemsIn(methods)) ?? METHODS,
    cached_methods: texts(itemsIn(methods.CachedMethods)) ?? METHODS,
    ...(isObject(of.ForwardedValues) && { forwarded_values: forwardedWords(of.ForwardedValues) }),
    ...(grpc !== undefined && { grpc_config: { enabled: grpc.Enabled === true } }),
    function_association: calls(of.FunctionAssociations, ({ FunctionARN }) => ({
      function_arn: String(FunctionARN),
    })),
    lambda_function_association: calls(
      of.LambdaFunctionAssociations,
      ({ LambdaFunctionARN, IncludeBody }) => ({
        lambda_arn: String(LambdaFunctionARN),
        include_body: IncludeBody === true,
      }),
    ),
    trusted_key_groups: texts(itemsIn(of.TrustedKeyGroups)),
    trusted_signers: texts(itemsIn(of.TrustedSigners)),
  };
}

function forwardedWords({ QueryString, Cookies, Headers, QueryStringCacheKeys }: JsonObject): Arguments {
  const cookies = part(Cookies);
  return {
    query_string: QueryString === true,
    headers: texts(itemsIn(Headers)),
    query_string_cache_keys: texts(itemsIn(QueryStringCacheKeys)),
    cookies: {
      forward: String(cookies.Forward ?? "none"),
      whitelisted_names: texts(itemsIn(cookies.WhitelistedNames)),
    },
  };
}

function calls(
  list: Json | undefined,
  called: (one: JsonObject) => Arguments,
): readonly Arguments[] | undefined {
  const all = itemsIn(list).filter(isObject);
  return all.length === 0
    ? undefined
    : all.map((one) => ({ event_type: String(one.EventType), ...called(one) }));
}

/** `undefined` for none. */
export function texts(items: readonly Json[]): readonly string[] | undefined {
  return says(items) ? items.map(String) : undefined;
}
