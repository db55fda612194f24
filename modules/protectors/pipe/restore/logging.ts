import { isObject } from "../../kit/canonical.ts";
import type { PipeDocument } from "../document.ts";

/**
 * AWS lets its deliveries into a bucket with the rights of whoever makes the pipe, where the bucket's policy does not yet.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export function bucketsOfLogs({
  name,
  settings,
}: Pick<PipeDocument, "name" | "settings">): readonly string[] {
  const { LogConfiguration: logs } = settings;
  const destination = isObject(logs) && logs.Level !== "OFF" ? logs.S3LogDestination : undefined;
  if (!isObject(destination)) return [];
  return [
    `pipe ${name} logs to bucket ${destination.BucketName}: a restore may not write the policies of buckets (s3:PutBucketPolicy), so that of this one has to let in delivery.logs.amazonaws.com before`,
  ];
}
