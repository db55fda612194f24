import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import type { RuleDocument } from "./document.ts";

type Where = Pick<RuleDocument, "account" | "region">;

/**
 * Names of the buckets whose events a pattern takes, where it names them exactly: their bucket has to hand its events to
 * EventBridge. https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export function bucketsOf(pattern: Json | undefined): readonly string[] {
  if (!isObject(pattern) || !textsOf(pattern.source).includes("aws.s3")) return [];
  return textsOf(namesOf(pattern));
}

/**
 * Of a pattern, the region and the account that events come from: their own place becomes the place of the destination.
 * And the buckets that it names, whose names are global: what `bucket` says of each.
 */
export function movedPattern(
  settings: JsonObject,
  {
    from,
    to,
    bucket,
  }: { readonly from: Where; readonly to: Where; readonly bucket: (name: string) => string },
): JsonObject {
  const { EventPattern: pattern } = settings;
  if (!isObject(pattern)) return settings;
  const buckets = bucketsOf(pattern);
  const moved = Object.entries(pattern).map(([key, value]) => {
    if (key === "detail" && buckets.length > 0) return [key, renamedBuckets(value, bucket)] as const;
    if (!Array.isArray(value) || (key !== "region" && key !== "account")) return [key, value] as const;
    return [key, value.map((one: Json) => (one === from[key] ? to[key] : one))] as const;
  });
  return { ...settings, EventPattern: Object.fromEntries(moved) };
}

function renamedBuckets(detail: Json, bucket: (name: string) => string): Json {
  const of = isObject(detail) ? detail.bucket : undefined;
  if (!isObject(detail) || !isObject(of) || !Array.isArray(of.name)) return detail;
  const name = of.name.map((one: Json) => (typeof one === "string" ? bucket(one) : one));
  return { ...detail, bucket: { ...of, name } };
}

function namesOf({ detail }: JsonObject): Json | undefined {
  const of = isObject(detail) ? detail.bucket : undefined;
  return isObject(of) ? of.name : undefined;
}

/** A pattern's values are in arrays, texts beside objects that compare. */
function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
