import { createHash } from "node:crypto";
import {
  GetFunctionCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  PublishLayerVersionCommand,
} from "@aws-sdk/client-lambda";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { fresh, makeBucket, makeFunction, required, zip } from "../clients.ts";
import type { Probe } from "../probes.ts";
import { CODE } from "./calls.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64");

async function download(address: string | undefined): Promise<Uint8Array> {
  const response = await fetch(required(address));
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

export const code: readonly Probe[] = [
  {
    says: "Code.Location gives the exact bytes of each version, for ten minutes",
    holds: async (aws) => {
      const first = zip({ "index.js": CODE });
      const name = await makeFunction(aws, CODE, { Code: { ZipFile: first }, Publish: true });
      const { Code, Configuration } = await aws.lambda.send(
        new GetFunctionCommand({ FunctionName: name, Qualifier: "1" }),
      );
      const address = new URL(required(Code?.Location));
      expect(Buffer.from(await download(Code?.Location)).equals(Buffer.from(first))).toBe(true);
      expect(Configuration?.CodeSha256).toBe(sha256(first));
      expect(Configuration?.CodeSize).toBe(first.length);
      expect(address.searchParams.get("X-Amz-Expires")).toBe("600");
      expect(address.searchParams.get("X-Amz-Date")).toMatch(/^\d{8}T\d{6}Z$/);
      address.searchParams.set("X-Amz-Date", "20200101T000000Z");
      expect((await fetch(address)).status).toBe(403);
    },
  },
  {
    says: "CreateFunction takes the named version of an object in S3",
    holds: async (aws) => {
      const bucket = await makeBucket(aws.s3);
      const [older, newer] = [zip({ "index.js": CODE }), zip({ "index.js": `${CODE}//` })];
      const put = (Body: Uint8Array) =>
        aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "fn.zip", Body }));
      const { VersionId } = await put(older);
      await put(newer);
      const name = await makeFunction(aws, CODE, {
        Code: { S3Bucket: bucket, S3Key: "fn.zip", S3ObjectVersion: required(VersionId) },
      });
      const { Configuration, Code } = await aws.lambda.send(new GetFunctionCommand({ FunctionName: name }));
      expect([Configuration?.CodeSha256, Configuration?.CodeSize]).toEqual([sha256(older), older.length]);
      expect(sha256(await download(Code?.Location))).toBe(sha256(older));
    },
  },
  {
    says: "code in a bucket of another region is refused",
    holds: async (aws) => {
      const bucket = await makeBucket(aws.s3Away);
      const Body = zip({ "index.js": CODE });
      await aws.s3Away.send(new PutObjectCommand({ Bucket: bucket, Key: "fn.zip", Body }));
      await expect(
        makeFunction(aws, CODE, { Code: { S3Bucket: bucket, S3Key: "fn.zip" } }),
      ).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: expect.stringContaining("this region: eu-west-1"),
      });
    },
  },
  {
    says: "what is no zip is refused",
    holds: async (aws) => {
      await expect(makeFunction(aws, CODE, { Code: { ZipFile: Buffer.from("no") } })).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: expect.stringContaining("Could not unzip"),
      });
    },
  },
  {
    says: "a layer's bytes can be read, by number and by ARN",
    holds: async (aws) => {
      const content = zip({ "nodejs/a.txt": "a" });
      const { LayerVersionArn, LayerArn } = await aws.lambda.send(
        new PublishLayerVersionCommand({ LayerName: fresh("layer"), Content: { ZipFile: content } }),
      );
      const byNumber = await aws.lambda.send(
        new GetLayerVersionCommand({ LayerName: required(LayerArn), VersionNumber: 1 }),
      );
      const byArn = await aws.lambda.send(
        new GetLayerVersionByArnCommand({ Arn: required(LayerVersionArn) }),
      );
      for (const { Content } of [byNumber, byArn]) {
        expect(sha256(await download(Content?.Location))).toBe(sha256(content));
        expect([Content?.CodeSha256, Content?.CodeSize]).toEqual([sha256(content), content.length]);
      }
      expect(byArn.LayerVersionArn).toBe(LayerVersionArn);
    },
  },
];
