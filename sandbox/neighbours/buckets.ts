import * as S from "@aws-sdk/client-s3";
import { type EstatePlace, type Neighbour, THEIRS, theirFunction, theirQueue } from "./place.ts";

/** Entries of theirs in a bucket: of a function, and of a queue. */
function theirEntries(at: EstatePlace): S.NotificationConfiguration {
  const Filter = { Key: { FilterRules: [{ Name: "prefix" as const, Value: "theirs/" }] } };
  return {
    LambdaFunctionConfigurations: [
      { Id: THEIRS, LambdaFunctionArn: theirFunction(at), Events: ["s3:ObjectCreated:*"], Filter },
    ],
    QueueConfigurations: [{ Id: `${THEIRS}-too`, QueueArn: theirQueue(at), Events: ["s3:ObjectRemoved:*"] }],
  };
}

/** Their entries in one bucket. @param bucket - somebody's; by itself, one of their own */
export function theirBucket(bucket?: string): Neighbour {
  const nameAt = ({ region }: EstatePlace): string => bucket ?? `${THEIRS}-${region}`;
  return {
    make: async (at) => {
      const s3 = at.client(S.S3Client);
      const Bucket = nameAt(at);
      const place = { LocationConstraint: at.region as S.BucketLocationConstraint };
      if (bucket === undefined)
        await s3.send(
          new S.CreateBucketCommand({
            Bucket,
            ...(at.region !== "us-east-1" && { CreateBucketConfiguration: place }),
          }),
        );
      const NotificationConfiguration = theirEntries(at);
      await s3.send(new S.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    },
    describe: async (at) => {
      const found = await at
        .client(S.S3Client)
        .send(new S.GetBucketNotificationConfigurationCommand({ Bucket: nameAt(at) }));
      const entries = [...(found.LambdaFunctionConfigurations ?? []), ...(found.QueueConfigurations ?? [])];
      return {
        [bucket === undefined ? "bucket" : "bucket entries"]:
          bucket === undefined ? found : entries.filter(({ Id }) => Id?.startsWith(THEIRS)),
      };
    },
  };
}
