import type { JsonObject } from "../../contract/json.ts";
import { mappedBucket } from "../kit/translate/bucket.ts";
import { staysHome, type TranslationScope } from "../kit/translate/scope.ts";
import { type Findings, translateObject } from "../kit/translate/walk.ts";
import { movedPattern } from "./pattern.ts";

/** Settings, with the places and buckets that their pattern looks for in the words of the destination. */
export function translatePattern(settings: JsonObject, scope: TranslationScope, into: Findings): JsonObject {
  const { source: from, target: to } = scope;
  const bucket = (name: string): string => translateBucketName(name, scope, into);
  return translateObject(movedPattern(settings, { from, to, bucket }), "settings", scope, into);
}

/** What takes events of the source's bucket would get none elsewhere. */
function translateBucketName(name: string, scope: TranslationScope, into: Findings): string {
  const mapped = mappedBucket(scope.map, scope.source.partition, name);
  if (mapped === undefined) {
    if (!staysHome(scope))
      into.missing.push({
        path: "settings.EventPattern.detail.bucket.name",
        value: name,
        reason: `S3 hands events to EventBridge of the bucket's own region; name the bucket that stands for it in ${scope.target.region}`,
      });
    return name;
  }
  into.used.add(mapped.by);
  into.replaced.set(name, mapped.to);
  return mapped.to;
}
