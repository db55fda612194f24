import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { bucketName } from "../../modules/aws/names.ts";
import { blobKey, pointsPrefix, sourcePrefix } from "../../modules/recovery/layout.ts";
import type { Manifest } from "../../modules/recovery/manifest.ts";
import type { DemoClients } from "./clients.ts";
import { ACCOUNT, LOST } from "./regions.ts";

/** Flips one byte in every kept package of a function, past its lock, as somebody with all rights could. */
export async function tamperWith({ s3, region }: DemoClients, name: string): Promise<number> {
  const Bucket = bucketName(ACCOUNT, region);
  const prefix = sourcePrefix(ACCOUNT, LOST);
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: pointsPrefix(prefix, "lambda", name) }),
  );
  const hashes = new Set<string>();
  for (const { Key } of Contents) {
    const manifest = JSON.parse(new TextDecoder().decode(await read(s3, Bucket, Key))) as Manifest;
    for (const blob of manifest.blobs) if (blob.name.startsWith("code/")) hashes.add(blob.sha256);
  }
  for (const hash of hashes) await flipByte(s3, Bucket, blobKey(prefix, hash));
  return hashes.size;
}

async function flipByte(s3: S3Client, Bucket: string, Key: string): Promise<void> {
  const bytes = await read(s3, Bucket, Key);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
  for (const { VersionId } of Versions)
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: bytes }));
}

async function read(s3: S3Client, Bucket: string, Key: string | undefined): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}
