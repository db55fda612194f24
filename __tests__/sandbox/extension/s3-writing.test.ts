import { createHash } from "node:crypto";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Aws, clients, makeBucket } from "./clients.ts";
import { type Server, startExtension } from "./servers.ts";

/** What moto does as AWS does, and must go on doing under our patches. */
let extension: Server;
let aws: Aws;
beforeAll(async () => {
  extension = await startExtension();
  aws = clients(extension.endpoint);
});
afterAll(() => extension.stop());

test("of twenty writers with If-None-Match, one wins", async () => {
  const Bucket = await makeBucket(aws.s3);
  const write = () =>
    aws.s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x", IfNoneMatch: "*" })).then(
      () => "written",
      (error: Error) => error.name,
    );
  const outcomes = await Promise.all(Array.from({ length: 20 }, write));
  expect(outcomes.sort()).toEqual([...Array.from({ length: 19 }, () => "PreconditionFailed"), "written"]);
});

test("a retention without a checksum is refused, and any checksum will do", async () => {
  const Bucket = await makeBucket(aws.s3, { lock: true });
  const locked = {
    Bucket,
    Key: "k",
    Body: "x",
    ObjectLockMode: "GOVERNANCE" as const,
    ObjectLockRetainUntilDate: new Date(Date.now() + 86_400_000),
  };
  await expect(aws.s3.send(new PutObjectCommand(locked))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 400 },
  });
  const md5 = createHash("md5").update("x").digest("base64");
  await aws.s3.send(new PutObjectCommand({ ...locked, ContentMD5: md5 }));
  await aws.s3.send(new PutObjectCommand({ ...locked, ChecksumAlgorithm: "CRC32" }));
});
