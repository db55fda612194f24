import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import type { RuleDocument } from "./document.ts";

type Where = Pick<RuleDocument, "account" | "region">;

const S3 = "aws.s3";
const BUCKET = "detail.bucket.name";

/**
 * Names of the buckets whose events a pattern takes, where it names them exactly: their bucket has to hand its events to
 * EventBridge. https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
export function bucketsOf(pattern: Json | undefined): readonly string[] {
  const found = new Set<string>();
  if (isObject(pattern))
    eachField(pattern, (path, values, ofS3) => {
      if (path === BUCKET && ofS3) for (const name of textsOf(values)) found.add(name);
      return values;
    });
  return [...found];
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
  const moved = eachField(pattern, (path, values, ofS3) => {
    if (path === "region" || path === "account")
      return values.map((one) => (one === from[path] ? to[path] : one));
    if (path !== BUCKET || !ofS3) return values;
    return values.map((one) => (typeof one === "string" ? bucket(one) : one));
  });
  return { ...settings, EventPattern: moved };
}

/** What a field looks for, by its whole name, and whether events of S3 are looked for there. */
type Field = (path: string, values: readonly Json[], ofS3: boolean) => readonly Json[];

/**
 * A pattern with what `of` makes of each field. In alternatives (`$or`) a field has the name that it has beside them, and
 * names that are joined by dots are those of objects in each other.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
function eachField(pattern: JsonObject, of: Field): JsonObject {
  const visit = (node: JsonObject, path: string, inherited: boolean): JsonObject => {
    const sources = path === "" ? sourcesOf(node) : [];
    const ofS3 = sources.length === 0 ? inherited : sources.includes(S3);
    const fields = Object.entries(node).map(([key, value]): [string, Json] => {
      const name = path === "" ? key : `${path}.${key}`;
      if (isObject(value)) return [key, visit(value, name, ofS3)];
      if (!Array.isArray(value)) return [key, value];
      if (key !== "$or") return [key, of(name, value, ofS3)];
      return [key, value.map((one: Json) => (isObject(one) ? visit(one, path, ofS3) : one))];
    });
    return Object.fromEntries(fields);
  };
  return visit(pattern, "", false);
}

/** Where events come from, in one or another alternative. */
function sourcesOf({ source, $or: either }: JsonObject): readonly string[] {
  const others = Array.isArray(either) ? either.filter(isObject) : [];
  return [...textsOf(source), ...others.flatMap(sourcesOf)];
}

/** A pattern's values are in arrays, texts beside objects that compare. */
function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
