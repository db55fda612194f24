import type { JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { mappedBucket } from "../kit/translate/bucket.ts";
import { staysHome, type TranslationScope } from "../kit/translate/scope.ts";
import type { Findings } from "../kit/translate/walk.ts";
import type { IdMap } from "../protector.ts";
import type { PipeDocument, PipeSettings } from "./document.ts";

type Where = Pick<PipeDocument, "account">;

/** Where a pipe logs to, a bucket by its bare name and whose it is. Its name is global, and so may be another one elsewhere. */
export function translateLogBucket(
  destination: JsonObject,
  path: string,
  { map, source, target, ...scope }: TranslationScope,
  into: Findings,
): JsonObject {
  const name = String(destination.BucketName);
  const mapped = mappedBucket(map, source.partition, name);
  if (mapped === undefined && !staysHome({ map, source, target, ...scope }))
    into.missing.push({
      path: `${path}.BucketName`,
      value: name,
      reason: `a bucket lies in one region; name the bucket that stands for it in ${target.region} of account ${target.account}`,
    });
  if (mapped !== undefined) {
    into.used.add(mapped.by);
    into.replaced.set(name, mapped.to);
  }
  return inBucket(destination, mapped?.to ?? name, source, target);
}

/** The same of settings that are compared with those of the destination. */
export function withLogBucket(
  settings: PipeSettings,
  ids: IdMap,
  partition: string,
  { from, to }: { readonly from: Where; readonly to: Where },
): PipeSettings {
  const { LogConfiguration: logs } = settings;
  const destination = isObject(logs) ? logs.S3LogDestination : undefined;
  if (!isObject(logs) || !isObject(destination)) return settings;
  const name = String(destination.BucketName);
  const now = inBucket(destination, mappedBucket(ids, partition, name)?.to ?? name, from, to);
  return { ...settings, LogConfiguration: { ...logs, S3LogDestination: now } };
}

function inBucket(destination: JsonObject, BucketName: string, from: Where, to: Where): JsonObject {
  const { BucketOwner: owner = from.account } = destination;
  return { ...destination, BucketName, BucketOwner: owner === from.account ? to.account : owner };
}
