import {
  type Bucket,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  type LambdaFunctionConfiguration,
  ListBucketsCommand,
} from "@aws-sdk/client-s3";
import { errorText } from "../../core/error-text.ts";
import { unqualified } from "./arn.ts";
import { CallError, call, isDenied } from "./call.ts";
import { everyPage } from "./every-page.ts";
import type { LambdaReads } from "./ports.ts";

/** Buckets asked at the same time. */
const AT_ONCE = 8;

/** Function to the buckets of this region whose notifications name it, under any of its qualifiers. */
export async function bucketsByFunction(
  reads: LambdaReads,
  warn: (message: string) => void,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const index = new Map<string, Set<string>>();
  const pages = everyPage(
    "s3:ListBuckets",
    reads.account,
    (ContinuationToken) =>
      reads.s3.send(
        new ListBucketsCommand({ ContinuationToken, BucketRegion: reads.region, MaxBuckets: 1000 }),
      ),
    ({ ContinuationToken }) => ContinuationToken,
  );
  for await (const { Buckets = [] } of pages) {
    for (let at = 0; at < Buckets.length; at += AT_ONCE) {
      const group = Buckets.slice(at, at + AT_ONCE);
      const found = await Promise.all(group.map((bucket) => functionsNamedBy(reads, bucket, warn)));
      for (const { bucket, functions } of found)
        for (const arn of functions) index.set(arn, (index.get(arn) ?? new Set()).add(bucket));
    }
  }
  return index;
}

/** The entries of a bucket's notifications that invoke a Lambda function; `undefined` when the bucket is gone. */
export async function functionEntries(
  { s3, account }: LambdaReads,
  bucket: string,
): Promise<readonly LambdaFunctionConfiguration[] | undefined> {
  try {
    const answer = await call("s3:GetBucketNotificationConfiguration", bucket, () =>
      s3.send(
        new GetBucketNotificationConfigurationCommand({ Bucket: bucket, ExpectedBucketOwner: account }),
      ),
    );
    return answer.LambdaFunctionConfigurations ?? [];
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function functionsNamedBy(
  reads: LambdaReads,
  { Name: bucket = "", BucketRegion }: Bucket,
  warn: (message: string) => void,
): Promise<{ readonly bucket: string; readonly functions: readonly string[] }> {
  try {
    const region = BucketRegion ?? (await regionOf(reads, bucket));
    const entries = region === reads.region ? await functionEntries(reads, bucket) : undefined;
    const functions = (entries ?? []).flatMap(({ LambdaFunctionArn: arn }) =>
      arn === undefined ? [] : [arn],
    );
    return { bucket, functions: functions.map(unqualified) };
  } catch (error) {
    if (!isDenied(error)) throw error;
    // Its owner's policy refuses us; the others are still worth reading, and the run says which one was not.
    warn(`notifications of bucket ${bucket} are not protected: ${errorText(error)}`);
    return { bucket, functions: [] };
  }
}

/** Only where the list does not tell. `undefined` when the bucket is gone. */
async function regionOf({ s3, account }: LambdaReads, bucket: string): Promise<string | undefined> {
  try {
    const { LocationConstraint } = await call("s3:GetBucketLocation", bucket, () =>
      s3.send(new GetBucketLocationCommand({ Bucket: bucket, ExpectedBucketOwner: account })),
    );
    if (LocationConstraint === undefined || LocationConstraint === null) return "us-east-1";
    return LocationConstraint === "EU" ? "eu-west-1" : LocationConstraint;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof CallError && error.cause instanceof Error && error.cause.name === "NoSuchBucket";
}
