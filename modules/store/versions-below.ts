import { ListObjectVersionsCommand, type ObjectVersion, type S3Client } from "@aws-sdk/client-s3";

/** As each call names it. */
export interface VersionedBucket {
  readonly Bucket: string;
  /** Of the account: a bucket of the same name that somebody else made in its place is refused. */
  readonly ExpectedBucketOwner: string;
}

/** Every version below a prefix, without delete markers: keys ascending, of each the newest first; every page. */
export async function* versionsBelow(
  client: Pick<S3Client, "send">,
  bucket: VersionedBucket,
  prefix: string,
): AsyncIterable<ObjectVersion> {
  let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ ...bucket, Prefix: prefix, ...markers }));
    yield* page.Versions ?? [];
    if (page.IsTruncated !== true) return;
    const next = {
      ...(page.NextKeyMarker !== undefined && { KeyMarker: page.NextKeyMarker }),
      ...(page.NextVersionIdMarker !== undefined && { VersionIdMarker: page.NextVersionIdMarker }),
    };
    if (next.KeyMarker === undefined || JSON.stringify(next) === JSON.stringify(markers))
      throw new Error(`s3://${bucket.Bucket}/${prefix}: the list is cut off, and names no next page`);
    markers = next;
  }
}
