import { GetObjectCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";

/** The bytes of the current version of every object of a bucket, by key. */
export async function currentObjects(s3: S3Client, Bucket: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const { Key, VersionId, IsLatest } of await versionsIn(s3, Bucket))
    if (IsLatest === true) found.set(Key, await bytesOf(s3, Bucket, Key, VersionId));
  return found;
}

/** The bytes of every version of every object of a bucket. */
export async function everyVersion(s3: S3Client, Bucket: string): Promise<Buffer[]> {
  const versions = await versionsIn(s3, Bucket);
  return Promise.all(versions.map(({ Key, VersionId }) => bytesOf(s3, Bucket, Key, VersionId)));
}

interface Version {
  readonly Key: string;
  readonly VersionId: string | undefined;
  readonly IsLatest: boolean | undefined;
}

async function versionsIn(s3: S3Client, Bucket: string): Promise<Version[]> {
  const all: Version[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, ...markers }));
    for (const { Key = "", VersionId, IsLatest } of page.Versions ?? [])
      all.push({ Key, VersionId, IsLatest });
    if (page.IsTruncated !== true) return all;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

async function bytesOf(
  s3: S3Client,
  Bucket: string,
  Key: string,
  VersionId: string | undefined,
): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}
