import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";

/** `s3://bucket/key, version v1`, where code runs straight from a bucket of its owner. */
export function objectLabel({ ResolvedS3Object: object }: JsonObject): string {
  if (!isObject(object)) return "a bucket of its owner";
  const { S3Bucket, S3Key, S3ObjectVersion } = object;
  return `s3://${String(S3Bucket)}/${String(S3Key)}, version ${String(S3ObjectVersion)}`;
}
