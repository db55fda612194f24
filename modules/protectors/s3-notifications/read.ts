import type { LambdaClient } from "@aws-sdk/client-lambda";
import { GetBucketNotificationConfigurationCommand, type S3Client } from "@aws-sdk/client-s3";
import { toJson } from "../kit/json.ts";
import type { Configuration } from "./document.ts";

/** What reading and writing notifications asks. */
export interface BucketPorts {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly s3: Pick<S3Client, "send">;
  /** Whom a bucket tells may be gone. */
  readonly lambda: Pick<LambdaClient, "send">;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const READ = "s3:GetBucketNotificationConfiguration";
/** As IAM calls it: what a person has to allow. */
export const READ_ACTION = "s3:GetBucketNotification";

/** The notification document of one bucket of this account, whole, since a put replaces the whole. */
export async function readConfiguration(
  { s3, account }: Pick<BucketPorts, "s3" | "account">,
  bucket: string,
): Promise<Configuration> {
  const { $metadata: _call, ...answer } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: bucket, ExpectedBucketOwner: account }),
  );
  return toJson(answer) as Configuration;
}

export function arnOfBucket(partition: string, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}
