import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { translateAddress } from "../kit/translate/address.ts";
import { servingOthers } from "../kit/translate/away.ts";
import { mappedBucket } from "../kit/translate/bucket.ts";
import { translateTold } from "../kit/translate/own-text.ts";
import { lookUp, type TranslationScope, translationScope } from "../kit/translate/scope.ts";
import { type Findings, findings, gathered, translateJson } from "../kit/translate/walk.ts";
import type { Translation, TranslationRequest } from "../protector.ts";
import { arnOfEdgeFunction, idOfDistribution } from "./arn.ts";
import { itemsIn, listWith } from "./config.ts";
import type { DistributionDocument, EdgeFunction } from "./document.ts";

/**
 * Turns what a distribution was into what it is to be at the destination. Pure. Its id is known once it is made: until then the
 * document has that of the source, or the one that the map says is there.
 */
export function translateDistribution(
  given: DistributionDocument,
  request: TranslationRequest,
): Translation<DistributionDocument> {
  const arn = lookUp(request.map, given.arn) ?? given.arn;
  const scope = translationScope(given, request, arn);
  const into = findings();
  const { name, account, region } = scope.target;
  // One that the map names is used as it is; another one comes back by its name, under an id that CloudFront draws.
  const stores = given.stores?.filter((one) => lookUp(request.map, one.arn) === undefined);
  const kept = new Set(stores?.map((one) => one.arn));
  const functions = given.functions.map((one, at) => functionNow(one, at, kept, scope, into));
  const own = new Map(given.functions.map((one, at) => [one.arn, functions[at]?.arn ?? one.arn]));
  return {
    source: given,
    document: {
      ...given,
      ...{ name, arn, id: idOfDistribution(arn), account, region },
      domain: lookUp(request.map, given.domain) ?? given.domain,
      config: configNow(given, own, scope, into),
      functions,
      ...(stores !== undefined && { stores }),
    },
    ...gathered(into),
  };
}

/** It comes back by its name, in the account that the distribution comes back in. */
function functionNow(
  one: EdgeFunction,
  at: number,
  stores: ReadonlySet<string>,
  scope: TranslationScope,
  into: Findings,
): EdgeFunction {
  const arn = arnOfEdgeFunction(scope.target, one.name);
  if (arn !== one.arn) into.replaced.set(one.arn, arn);
  const reads: Become = (item, path) => {
    const isKept = isObject(item) && stores.has(String(item.KeyValueStoreARN));
    return isKept ? item : translateJson(item, path, scope, into);
  };
  const config = object(one.config, `functions[${at}].config`, (value, path, key) =>
    key === "KeyValueStoreAssociations"
      ? listWith(itemsIn(value).map((item, index) => reads(item, `${path}.Items[${index}]`)))
      : translateJson(value, path, scope, into),
  );
  return { ...one, arn, config };
}

/** Members that name what CloudFront, ACM or WAF gave an id: an entry of the map for the id alone says what stands for it. */
const IDS = new Set([
  ...[
    "AnycastIpListId",
    "CachePolicyId",
    "FieldLevelEncryptionId",
    "IAMCertificateId",
    "OriginAccessControlId",
  ],
  ...["OriginRequestPolicyId", "ResponseHeadersPolicyId", "TrustStoreId", "VpcOriginId", "WebACLId"],
]);

/** Texts that are a person's own. */
const OWN_TEXT = new Set(["Comment", "Id", "TargetOriginId", "OriginId", "PathPattern", "DefaultRootObject"]);

type Become = (value: Json, path: string) => Json;

function configNow(
  { id, config }: DistributionDocument,
  functions: ReadonlyMap<string, string>,
  scope: TranslationScope,
  into: Findings,
): JsonObject {
  const texts: Become = (value, path) => translateJson(value, path, scope, into);
  const value = (one: Json, key: string, path: string): Json => {
    if (OWN_TEXT.has(key) || key === "TenantConfig") return one;
    if (key === "HeaderValue")
      return translateTold(one, `a header that distribution ${id} adds`, scope, into);
    if (key === "LambdaFunctionAssociations") return walk(serving(one), path);
    if (key === "Aliases") return listWith(itemsIn(one).map((alias) => mapped(alias, scope, into)));
    if (typeof one !== "string") return walk(one, path);
    if (key === "DomainName") return hostNow(one, path, scope, into);
    if (key === "OriginAccessIdentity") return identityNow(one, scope, into);
    if (key === "Bucket") return bucketNow(one, path, scope, into);
    if (key === "FunctionARN" && functions.has(one)) return functions.get(one) ?? one;
    if (key === "Items" && path.includes("TrustedKeyGroups")) return mapped(one, scope, into);
    return IDS.has(key) && !one.startsWith("arn:") ? mapped(one, scope, into) : texts(one, path);
  };
  const walk = (one: Json, path: string): Json => {
    if (Array.isArray(one)) return one.map((item: Json, at) => value(item, "Items", `${path}[${at}]`));
    return isObject(one) ? object(one, path, (below, at, key) => value(below, key, at)) : one;
  };
  const serving = (list: Json): JsonObject =>
    listWith(
      servingOthers(itemsIn(list), scope, into, {
        serves: (one) => (isObject(one) ? one.LambdaFunctionARN : undefined),
        what: (one) => `the call at ${isObject(one) ? String(one.EventType) : ""} of distribution ${id}`,
      }),
    );
  return object(config, "config", (below, path, key) => value(below, key, path));
}

function object(
  of: JsonObject,
  path: string,
  become: (value: Json, path: string, key: string) => Json,
): JsonObject {
  return Object.fromEntries(
    Object.entries(of).map(([key, value]) => [key, become(value, `${path}.${key}`, key)] as const),
  );
}

function mapped(value: Json, { map }: TranslationScope, into: Findings): Json {
  const to = typeof value === "string" ? lookUp(map, value) : undefined;
  if (typeof value !== "string" || to === undefined) return value;
  into.used.add(value);
  into.replaced.set(value, to);
  return to;
}

/** It goes by its id behind a path that is the same for all. */
function identityNow(name: string, scope: TranslationScope, into: Findings): string {
  const [, before = "", id = ""] = /^(origin-access-identity\/cloudfront\/)(.+)$/.exec(name) ?? [];
  const to = id === "" ? id : String(mapped(id, scope, into));
  if (to === id) return name;
  into.replaced.set(name, `${before}${to}`);
  return `${before}${to}`;
}

/** Hosts that AWS gives belong to something of an account: `orders.s3.us-east-1.amazonaws.com`, `x.lambda-url.us-east-1.on.aws`. */
const OF_AWS = /\.(amazonaws\.com(\.cn)?|on\.aws)$/;

function hostNow(host: string, path: string, scope: TranslationScope, into: Findings): string {
  const bucket = bucketHost(host, scope, into);
  if (bucket !== undefined) return bucket;
  const known = into.used.size + into.replaced.size;
  const now = translateAddress(host, path, scope, into);
  if (now !== host) into.replaced.set(host, now);
  const { source, target } = scope;
  const isFound = now !== host || into.used.size + into.replaced.size > known;
  if (!isFound && source.account !== target.account && OF_AWS.test(host))
    into.missing.push({
      path,
      value: host,
      reason: `it is something of account ${source.account}; name its counterpart for account ${target.account}`,
    });
  return now;
}

/** Logs go to a bucket by its host. */
function bucketNow(host: string, path: string, scope: TranslationScope, into: Findings): string {
  return host === "" ? host : (bucketHost(host, scope, into) ?? hostNow(host, path, scope, into));
}

/** A bucket has one name in all accounts: an entry of the map for the bucket says another one. */
function bucketHost(host: string, scope: TranslationScope, into: Findings): string | undefined {
  const [, bucket, after = ""] =
    /^([a-z0-9][a-z0-9.-]+?)(\.s3[.-][a-z0-9.-]*amazonaws\.com)$/.exec(host) ?? [];
  const found = bucket === undefined ? undefined : mappedBucket(scope.map, scope.source.partition, bucket);
  if (found === undefined || lookUp(scope.map, host) !== undefined) return undefined;
  into.used.add(found.by);
  into.replaced.set(host, `${found.to}${after}`);
  return `${found.to}${after}`;
}
