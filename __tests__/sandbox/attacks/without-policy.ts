import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { STORE } from "./scene.ts";

/** What an administrator does who is in the way of the bucket's policy; it is as it was afterwards. */
export async function withoutPolicy<T>(s3: S3Client, act: () => Promise<T>): Promise<T> {
  const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: STORE }));
  await s3.send(new DeleteBucketPolicyCommand({ Bucket: STORE }));
  try {
    return await act();
  } finally {
    await s3.send(new PutBucketPolicyCommand({ Bucket: STORE, Policy }));
  }
}
