import type { Json } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { mappedBucket } from "../../kit/translate/bucket.ts";
import { staysHome, type TranslationScope } from "../../kit/translate/scope.ts";
import type { Findings } from "../../kit/translate/walk.ts";

/**
 * The object that code runs from where Lambda keeps no copy: `undefined`, it comes back as a copy. In another region the map
 * names the bucket that stands for its own, where replication has given the object the same version. The bucket's policy
 * names functions and layers by their ARN, as AWS advises: where `renamed`, only a person knows that it lets the new one
 * read, and says so by the map.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-self-managed-storage.html
 */
export function translateReference(
  label: string,
  object: Json,
  renamed: boolean,
  scope: TranslationScope,
  into: Findings,
): Json | undefined {
  if (!isObject(object)) return object;
  const bucket = String(object.S3Bucket);
  const mapped = mappedBucket(scope.map, scope.source.partition, bucket);
  if (mapped !== undefined) {
    const { to, by } = mapped;
    into.used.add(by);
    into.replaced.set(bucket, to);
    if (renamed)
      into.warnings.add(
        `${label} runs from bucket ${to}: its policy has to let lambda.amazonaws.com read s3:GetObject and ` +
          "s3:GetObjectVersion also under the new ARN, which aws:SourceArn tells; or say --skip reference",
      );
    return { ...object, S3Bucket: to };
  }
  if (!renamed) return object;
  into.warnings.add(
    staysHome(scope)
      ? `${label} ran from bucket ${bucket}, whose policy may name the function by its ARN: it comes back as a copy that ` +
          `Lambda keeps; map ${bucket} to itself if it lets ${scope.target.name} read, too`
      : `${label} ran from bucket ${bucket}: unless the map names the bucket that stands for it in ` +
          `${scope.target.region}, it comes back as a copy that Lambda keeps`,
  );
  return undefined;
}
