import { isArn } from "../../../core/arn.ts";
import type { IdMap } from "../../protector.ts";
import { byAccount } from "./account.ts";
import { BUCKET_ARN, mappedBucket } from "./bucket.ts";
import { byPattern } from "./pattern.ts";
import { lookUp, staysHome, type TranslationScope } from "./scope.ts";

/** What becomes of one text of the source. */
export type Translated =
  | { readonly kind: "same" }
  | { readonly kind: "replaced"; readonly value: string /** The map's key. */; readonly by?: string }
  | { readonly kind: "missing"; readonly reason: string };

const SAME: Translated = { kind: "same" };
const NETWORK_ID = /^((?:subnet|security_group):)?((?:subnet|sg|vpc|eni)-[0-9a-zA-Z]+)$/;

/**
 * Translates one text: by an entry of the map for it alone, then by itself where the answer is certain, then by an entry of the
 * map with `*` or for a whole account; and otherwise says what it is bound to.
 * Text that is bound to nothing stays.
 */
export function translateValue(value: string, scope: TranslationScope): Translated {
  const mapped = byMap(value, scope);
  if (mapped !== undefined) return mapped;
  const { source, target } = scope;
  if (value === source.arn || value.startsWith(`${source.arn}:`)) {
    const own = `${target.arn}${value.slice(source.arn.length)}`;
    return own === value ? SAME : { kind: "replaced", value: own };
  }
  if (scope.remade.has(value)) return SAME;
  const pattern = byPattern(scope.map, value) ?? byAccount(value, scope);
  if (pattern !== undefined)
    return pattern.to === value ? SAME : { kind: "replaced", value: pattern.to, by: pattern.by };
  if (staysHome(scope)) return SAME;
  const principal = regionalPrincipal(value, scope);
  if (principal !== undefined) return { kind: "replaced", value: principal };
  const reason = boundTo(value, scope);
  return reason === undefined ? SAME : { kind: "missing", reason };
}

/** Exact entries; a bucket's name and its ARN stand for each other, as do a subnet and `subnet:<id>`. */
function byMap(value: string, { map, source, target }: TranslationScope): Translated | undefined {
  const exact = lookUp(map, value);
  if (exact !== undefined) return { kind: "replaced", value: exact, by: value };
  const api = mapKeyOf(value);
  const owner = lookUp(map, api) === undefined ? ownerIn(map, value) : api;
  if (owner !== undefined)
    return { kind: "replaced", value: `${lookUp(map, owner)}${value.slice(owner.length)}`, by: owner };
  const [, bucket, path = ""] = BUCKET_ARN.exec(value) ?? [];
  if (bucket !== undefined) {
    const mapped = mappedBucket(map, source.partition, bucket);
    if (mapped === undefined) return undefined;
    const { to, by } = mapped;
    return { kind: "replaced", value: `arn:${target.partition}:s3:::${to}${path}`, by };
  }
  const [, prefix, id] = NETWORK_ID.exec(value) ?? [];
  const to = prefix === undefined || id === undefined ? undefined : lookUp(map, id);
  return to === undefined || id === undefined
    ? undefined
    : { kind: "replaced", value: `${prefix}${to}`, by: id };
}

/**
 * What a person maps for a text: of an API's stage, method and path, the API. Its other parts stay as they are, and an API
 * may have a statement for each.
 */
export function mapKeyOf(value: string): string {
  const [, api] = /^(arn:[^:]+:execute-api:[^:]*:[^:]*:[^/:]+)\//.exec(value) ?? [];
  return api ?? value;
}

/** Of what hangs on something by a colon, as an alias on its function, the longest ARN that the map knows. */
function ownerIn(map: IdMap, value: string): string | undefined {
  if (!isArn(value)) return undefined;
  for (let end = value.lastIndexOf(":"); isArn(value.slice(0, end)); end = value.lastIndexOf(":", end - 1))
    if (lookUp(map, value.slice(0, end)) !== undefined) return value.slice(0, end);
  return undefined;
}

/** A few principals carry the region: `logs.us-east-1.amazonaws.com`. */
function regionalPrincipal(value: string, { source, target }: TranslationScope): string | undefined {
  const [, name, region, rest] = /^([a-z0-9-]+)\.([a-z0-9-]+)(\.amazonaws\.com(?:\.cn)?)$/.exec(value) ?? [];
  return region === source.region && source.region !== target.region
    ? `${name}.${target.region}${rest}`
    : undefined;
}

function boundTo(value: string, { source, target }: TranslationScope): string | undefined {
  const moved = source.region !== target.region;
  if (NETWORK_ID.test(value)) return `a network of ${source.region} does not reach ${place(target)}`;
  const [arn, , name = "", region = "", account = "", rest = ""] = value.split(":");
  if (arn === "arn") {
    if (name === "lambda" && rest === "layer" && region === source.region)
      return `the point has no bytes of this layer; name a layer version of ${place(target)}`;
    if (name === "s3" && region === "" && account === "")
      return `a bucket lies in one region; name the bucket that stands for it in ${place(target)}`;
    if (moved && region === source.region)
      return `it lies in ${source.region}; name its counterpart in ${place(target)}`;
    if (source.account !== target.account && account === source.account)
      return `it belongs to account ${source.account}; name its counterpart in ${place(target)}`;
    return undefined;
  }
  if (source.account !== target.account && value.split(":").includes(source.account))
    return "it names the source's account; name what stands for it";
  if (moved && namesRegion(value, source.region))
    return `it names a host in ${source.region}; name its counterpart in ${place(target)}`;
  return undefined;
}

/** Whether a text holds an ARN or a host name of the region. Not the region's bare name inside other words. */
export function namesRegion(value: string, region: string): boolean {
  return value === region || value.includes(`:${region}:`) || value.includes(`.${region}.`);
}

function place({ account, region }: { readonly account: string; readonly region: string }): string {
  return `${region} of account ${account}`;
}
