import { createServer, type RequestListener } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { bytesContent, collect } from "../../modules/recovery/bytes.ts";
import { S3Store } from "../../modules/store/s3-store.ts";
import { listening } from "../support/listening.ts";

const BYTES = Buffer.from(Array.from({ length: 1000 }, (_, n) => n % 251));

let asked: string[] = [];
let answer: RequestListener = () => undefined;
let store: S3Store;
beforeAll(async () => {
  const server = createServer((request, response) => {
    asked.push(`${request.headers.range ?? "all"} ${request.headers["if-match"] ?? "any"}`);
    request.resume();
    answer(request, response);
  });
  const client = new S3Client({
    region: "us-east-1",
    endpoint: `http://${await listening(server)}`,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const location = { account: "123456789012", bucket: "b", key: "arn:k" };
  store = new S3Store({ client, location, lock: "GOVERNANCE", pause: async () => undefined });
});
beforeEach(() => {
  asked = [];
});

/** Sends the bytes that are asked for, at most so many before it breaks off. */
const breakingAfter =
  (most: number): RequestListener =>
  ({ headers: { range } }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    const left = BYTES.subarray(from);
    response.writeHead(range === undefined ? 200 : 206, { "content-length": left.length, etag: '"e"' });
    if (left.length <= most) return response.end(left);
    response.write(left.subarray(0, most), () => response.destroy());
    return response;
  };

const open = async (): Promise<AsyncIterable<Uint8Array>> => {
  const body = await store.open("k");
  if (body === undefined) throw new Error("it is not there");
  return body;
};
const read = async (): Promise<Uint8Array> => collect(await open(), 10_000);

test("a body that breaks off goes on where it did, in the same object", async () => {
  answer = breakingAfter(300);
  expect(bytesContent(await read()).sha256).toBe(bytesContent(BYTES).sha256);
  expect(asked).toEqual(["all any", 'bytes=300- "e"', 'bytes=600- "e"', 'bytes=900- "e"']);
});

test("one that breaks off without end is given up", async () => {
  answer = breakingAfter(10);
  await expect(read()).rejects.toThrow("aborted");
  expect(asked).toHaveLength(6);
});

test("an object that is another by then is not joined to the first", async () => {
  answer = (request, response) => {
    if (request.headers.range === undefined) return breakingAfter(300)(request, response);
    return response.writeHead(412).end("<Error><Code>PreconditionFailed</Code></Error>");
  };
  await expect(read()).rejects.toMatchObject({ name: "PreconditionFailed" });
});

test("whoever stops reading ends the call", async () => {
  answer = breakingAfter(1000);
  for await (const _ of await open()) break;
  expect(asked).toHaveLength(1);
});
