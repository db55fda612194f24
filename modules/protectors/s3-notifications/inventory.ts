import { type Bucket, GetBucketLocationCommand, ListBucketsCommand } from "@aws-sdk/client-s3";
import { callOrNone } from "../kit/calls.ts";
import { everyPage } from "../kit/pages.ts";
import { Refusals } from "../kit/refusals.ts";
import type { Inventoried, InventoryOptions } from "../protector.ts";
import type { Configuration } from "./document.ts";
import { destinationsOf } from "./merge.ts";
import { arnOfBucket, type BucketPorts, READ, readConfiguration } from "./read.ts";

/** Buckets asked at the same time. */
const AT_ONCE = 8;

/** Every bucket of the region that tells anybody of its events, with whom it tells. */
export async function* inventory(ports: BucketPorts, { warn }: InventoryOptions): AsyncIterable<Inventoried> {
  const refusals = new Refusals();
  const pages = everyPage(
    "s3:ListBuckets",
    ports.account,
    (ContinuationToken) =>
      ports.s3.send(
        new ListBucketsCommand({ ContinuationToken, BucketRegion: ports.region, MaxBuckets: 1000 }),
      ),
    ({ ContinuationToken }) => ContinuationToken,
  );
  for await (const { Buckets = [] } of pages)
    for (let at = 0; at < Buckets.length; at += AT_ONCE) {
      const group = Buckets.slice(at, at + AT_ONCE);
      const read = await Promise.all(group.map((bucket) => configurationOf(ports, bucket, refusals)));
      for (const [index, configuration] of read.entries()) {
        const bucket = group[index]?.Name ?? "";
        if (configuration === undefined || Object.keys(configuration).length === 0) continue;
        yield {
          kind: "s3-notifications",
          id: bucket,
          name: bucket,
          arn: arnOfBucket(ports.partition, bucket),
          related: [],
          // No policy selects a bucket by its tags.
          tags: {},
          feeds: destinationsOf(configuration),
        };
      }
    }
  refusals.tell(warn, "buckets whose notifications may not be read, and are not protected");
}

/** `undefined`: it lies in another region, is gone, or its owner's policy refuses us, which the run tells. */
function configurationOf(
  ports: BucketPorts,
  { Name: bucket = "", BucketRegion }: Bucket,
  refusals: Refusals,
): Promise<Configuration | undefined> {
  return refusals.ask(bucket, async () => {
    const region = BucketRegion ?? (await regionOf(ports, bucket));
    if (region !== ports.region) return undefined;
    return callOrNone(READ, bucket, () => readConfiguration(ports, bucket));
  });
}

/** Only where the list does not tell. `undefined` when the bucket is gone. */
async function regionOf({ s3, account }: BucketPorts, bucket: string): Promise<string | undefined> {
  const answer = await callOrNone("s3:GetBucketLocation", bucket, () =>
    s3.send(new GetBucketLocationCommand({ Bucket: bucket, ExpectedBucketOwner: account })),
  );
  if (answer === undefined) return undefined;
  const place: string = answer.LocationConstraint ?? "us-east-1";
  return place === "EU" ? "eu-west-1" : place;
}
