import type { IdMap } from "../../protector.ts";
import { byPattern } from "./pattern.ts";
import { lookUp } from "./scope.ts";

/** `arn:aws:s3:::NAME`, perhaps with a path. */
export const BUCKET_ARN = /^arn:[^:]+:s3:::([^/]+)(\/.*)?$/;

/** A bucket as the map has it. */
interface MappedBucket {
  /** Its name at the destination. */
  readonly to: string;
  /** Which entry of the map says so. */
  readonly by: string;
}

/** What the map has for a bucket: its name and its ARN stand for each other, on both sides. */
export function mappedBucket(map: IdMap, partition: string, bucket: string): MappedBucket | undefined {
  for (const by of [bucket, `arn:${partition}:s3:::${bucket}`]) {
    const to = lookUp(map, by);
    if (to !== undefined) return { by, to: BUCKET_ARN.exec(to)?.[1] ?? to };
  }
  for (const text of [bucket, `arn:${partition}:s3:::${bucket}`]) {
    const found = byPattern(map, text);
    if (found !== undefined) return { by: found.by, to: BUCKET_ARN.exec(found.to)?.[1] ?? found.to };
  }
  return undefined;
}
