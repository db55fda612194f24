import type { Json, JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { type Argument, type Arguments, Given } from "../../kit/terraform/argument.ts";
import { itemsIn } from "../config.ts";
import { texts } from "./behaviour.ts";
import { part, says, unknownIn } from "./known.ts";

const KNOWN = [
  ...["Id", "DomainName", "OriginPath", "CustomHeaders", "S3OriginConfig", "CustomOriginConfig"],
  ...["VpcOriginConfig", "ConnectionAttempts", "ConnectionTimeout", "OriginShield", "OriginAccessControlId"],
];
const OF_CUSTOM = [
  ...["HTTPPort", "HTTPSPort", "OriginProtocolPolicy", "OriginSslProtocols"],
  ...["OriginReadTimeout", "OriginKeepaliveTimeout"],
];

/** Where a distribution fetches from, as the provider takes it. `unknown` hears what that has no argument for. */
export function originWords(of: JsonObject, unknown: string[]): Arguments {
  const id = String(of.Id);
  const path = `Origins.${id}.`;
  const [s3, own, vpc] = [part(of.S3OriginConfig), part(of.CustomOriginConfig), part(of.VpcOriginConfig)];
  const shield = part(of.OriginShield);
  unknown.push(
    ...unknownIn(of, KNOWN, path),
    ...unknownIn(s3, ["OriginAccessIdentity"], `${path}S3OriginConfig.`),
    ...unknownIn(own, OF_CUSTOM, `${path}CustomOriginConfig.`),
    ...unknownIn(vpc, ["VpcOriginId", ...OF_CUSTOM.slice(4)], `${path}VpcOriginConfig.`),
  );
  return {
    origin_id: id,
    domain_name: String(of.DomainName),
    origin_path: text(of.OriginPath),
    origin_access_control_id: text(of.OriginAccessControlId),
    connection_attempts: of.ConnectionAttempts as Argument,
    connection_timeout: of.ConnectionTimeout as Argument,
    custom_header: headerWords(id, itemsIn(of.CustomHeaders).filter(isObject)),
    ...(says(s3.OriginAccessIdentity) && {
      s3_origin_config: { origin_access_identity: String(s3.OriginAccessIdentity) },
    }),
    ...(isObject(of.CustomOriginConfig) && {
      custom_origin_config: {
        http_port: own.HTTPPort as Argument,
        https_port: own.HTTPSPort as Argument,
        origin_protocol_policy: String(own.OriginProtocolPolicy),
        origin_ssl_protocols: texts(itemsIn(own.OriginSslProtocols)) ?? [],
        ...timeouts(own),
      },
    }),
    ...(isObject(of.VpcOriginConfig) && {
      vpc_origin_config: { vpc_origin_id: String(vpc.VpcOriginId), ...timeouts(vpc) },
    }),
    ...(shield.Enabled === true && {
      origin_shield: { enabled: true, origin_shield_region: text(shield.OriginShieldRegion) },
    }),
  };
}

/** Origins that take each other's place. */
export function originGroupWords(of: JsonObject, unknown: string[]): Arguments {
  const path = `OriginGroups.${String(of.Id)}.`;
  const criteria = part(of.FailoverCriteria);
  unknown.push(
    ...unknownIn(
      { ...of, SelectionCriteria: of.SelectionCriteria === "default" ? "" : (of.SelectionCriteria ?? "") },
      ["Id", "FailoverCriteria", "Members"],
      path,
    ),
  );
  return {
    origin_id: String(of.Id),
    failover_criteria: { status_codes: itemsIn(criteria.StatusCodes) as readonly Argument[] },
    member: itemsIn(of.Members).map((one) => ({ origin_id: String(part(one).OriginId) })),
  };
}

/** A header by which an origin knows CloudFront is a secret of both. */
function headerWords(origin: string, headers: readonly JsonObject[]): readonly Arguments[] | undefined {
  if (headers.length === 0) return undefined;
  return headers.map(({ HeaderName: name, HeaderValue: value }) => ({
    name: String(name),
    value: new Given(
      `${origin}_${name}`,
      `header ${name} for origin ${origin}`,
      "string",
      String(value ?? ""),
    ),
  }));
}

function timeouts({ OriginReadTimeout, OriginKeepaliveTimeout }: JsonObject): Arguments {
  return {
    origin_read_timeout: OriginReadTimeout as Argument,
    origin_keepalive_timeout: OriginKeepaliveTimeout as Argument,
  };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
