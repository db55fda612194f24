import type { Json } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { lookUp, staysHome, type TranslationScope } from "../../kit/translate/scope.ts";
import { bucketNamed } from "../../kit/translate/value.ts";
import type { Findings } from "../../kit/translate/walk.ts";

/**
 * The object that code runs from where Lambda keeps no copy. In another region the map names the bucket that stands for its own, where
 * replication has given the object the same version; without it the code comes back as a copy: `undefined`.
 */
export function translateReference(
  label: string,
  object: Json,
  scope: TranslationScope,
  into: Findings,
): Json | undefined {
  if (!isObject(object)) return object;
  const bucket = String(object.S3Bucket);
  const by = [bucket, `arn:${scope.source.partition}:s3:::${bucket}`].find(
    (key) => lookUp(scope.map, key) !== undefined,
  );
  if (by !== undefined) {
    const to = bucketNamed(lookUp(scope.map, by) ?? "");
    into.used.add(by);
    into.replaced.set(bucket, to);
    return { ...object, S3Bucket: to };
  }
  if (staysHome(scope)) return object;
  into.warnings.add(
    `${label} ran from bucket ${bucket}: unless the map names the bucket that stands for it in ` +
      `${scope.target.region}, it comes back as a copy that Lambda keeps`,
  );
  return undefined;
}
