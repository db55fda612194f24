import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { bytesContent, collect } from "../../modules/recovery/bytes.ts";
import { ensure } from "../../modules/recovery/ensure.ts";
import type { Content } from "../../modules/recovery/store.ts";
import { S3Store, type S3StoreOptions } from "../../modules/store/s3-store.ts";
import { awsError } from "../support/fake-aws/error.ts";

interface Sent {
  readonly call: string;
  readonly input: Readonly<Record<string, unknown>>;
}
type Answer = object | ((sent: Sent) => object | Promise<object>);

const KEY = "arn:aws:kms:us-east-1:123456789012:alias/zonekeep-us-east-1";
const UNTIL = "2030-01-01T00:00:00Z";
const hello = bytesContent(Buffer.from("hello"));
const base64 = Buffer.from(hello.sha256, "hex").toString("base64");

/** A store whose bucket answers with `answers`, one after the other; an error is thrown. */
function scripted(...answers: Answer[]) {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  const client = {
    send: async (command: { input: Sent["input"] }) => {
      const one = { call: command.constructor.name.replace("Command", ""), input: command.input };
      sent.push(one);
      const answer = answers.shift();
      const value = typeof answer === "function" ? await answer(one) : answer;
      if (value === undefined) throw new Error(`nobody answers ${one.call}`);
      if (value instanceof Error) throw value;
      return value;
    },
  } as unknown as S3StoreOptions["client"];
  const location = { account: "123456789012", bucket: "points", key: KEY };
  const pause = async (ms: number): Promise<void> => {
    pauses.push(ms);
  };
  return {
    store: new S3Store({ client, location, lock: "COMPLIANCE", pause }),
    client,
    location,
    sent,
    pauses,
  };
}

const hidden = Object.assign(awsError("NotFound", 404), {
  $response: { headers: { "x-amz-delete-marker": "true" } },
});

test("a write names owner, key, hash, lock and that nothing may be overwritten", async () => {
  const { store, sent } = scripted({});
  await store.create("a/1", hello, { lockUntil: UNTIL });
  const { Body, ...input } = sent[0]?.input ?? {};
  expect(input).toEqual({
    Bucket: "points",
    ExpectedBucketOwner: "123456789012",
    Key: "a/1",
    ContentLength: 5,
    ChecksumAlgorithm: "SHA256",
    ChecksumSHA256: base64,
    IfNoneMatch: "*",
    ServerSideEncryption: "aws:kms",
    SSEKMSKeyId: KEY,
    ObjectLockMode: "COMPLIANCE",
    ObjectLockRetainUntilDate: new Date(UNTIL),
  });
  expect(Buffer.from(Body as Uint8Array).toString()).toBe("hello");
});

test("bytes are written again without asking whether they are there", async () => {
  const { store, sent } = scripted({});
  await store.rewrite("a/1", hello, { lockUntil: UNTIL });
  expect(sent[0]).toMatchObject({ call: "PutObject", input: { Key: "a/1", ChecksumSHA256: base64 } });
  expect(sent[0]?.input).not.toHaveProperty("IfNoneMatch");
});

test.each([
  ["PENDING", "active"],
  ["COMPLETED", "active"],
  ["REPLICA", "active"],
  ["FAILED", "failed"],
  [undefined, undefined],
])("a replication status of %s reads as %s", async (ReplicationStatus, replication) => {
  const { store } = scripted({ ContentLength: 5, ReplicationStatus });
  expect((await store.head("a"))?.replication).toBe(replication);
});

test("every call names the bucket's owner", async () => {
  const object = { ContentLength: 5, ObjectLockRetainUntilDate: new Date(0), VersionId: "v1" };
  const { store, sent } = scripted(object, { Body: Readable.from([]) }, object, {}, {});
  await store.head("a");
  await store.open("a");
  await store.extendLock("a", UNTIL);
  for await (const _ of store.list("a")) expect.unreachable();
  expect(sent.map(({ input }) => input.ExpectedBucketOwner)).toEqual(sent.map(() => "123456789012"));
  expect(sent.map(({ call }) => call)).toEqual([
    "HeadObject",
    "GetObject",
    "HeadObject",
    "PutObjectRetention",
    "ListObjectVersions",
  ]);
});

test("412 says that something is there", async () => {
  const { store } = scripted(awsError("PreconditionFailed", 412));
  expect(await store.create("a", hello, {})).toBe("exists");
});

test.each([
  ["409", awsError("ConditionalRequestConflict", 409)],
  ["503", awsError("SlowDown", 503)],
  ["a reset connection", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })],
])("%s is tried again, later and later, with the whole body", async (_name, error) => {
  const large: Content = bytesContent(Buffer.alloc(2 * 1024 * 1024, 1));
  const sizes: number[] = [];
  const reading =
    (answer: object) =>
    async ({ input }: Sent) => {
      sizes.push((await collect(input.Body as AsyncIterable<Uint8Array>, large.size)).length);
      return answer;
    };
  const { store, pauses } = scripted(reading(error), reading(error), reading({}));
  expect(await store.create("a", large, {})).toBe("created");
  expect(sizes).toEqual([large.size, large.size, large.size]);
  expect(pauses).toEqual([200, 400]);
});

test("a write that never gets through fails with S3's own error", async () => {
  const error = awsError("SlowDown", 503);
  const { store, sent } = scripted(error, error, error, error, error);
  await expect(store.create("a", hello, {})).rejects.toBe(error);
  expect(sent).toHaveLength(5);
});

test("a refusal is not tried again", async () => {
  const error = awsError("AccessDenied", 403);
  const { store, sent } = scripted(error);
  await expect(store.create("a", hello, {})).rejects.toBe(error);
  expect(sent).toHaveLength(1);
});

test("a write whose answer was lost is found by its hash", async () => {
  const there = {
    ContentLength: 5,
    ChecksumSHA256: base64,
    ObjectLockMode: "COMPLIANCE",
    ObjectLockRetainUntilDate: new Date(UNTIL),
  };
  const lost = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  const { store, sent } = scripted(
    awsError("NotFound", 404),
    lost,
    awsError("PreconditionFailed", 412),
    there,
  );
  expect(await ensure(store, "a", hello, { lockUntil: UNTIL })).toBe("present");
  expect(sent.map(({ call }) => call)).toEqual(["HeadObject", "PutObject", "PutObject", "HeadObject"]);
});

test("the checksum of an upload in parts is no hash of its bytes", async () => {
  const { store } = scripted({ ContentLength: 5, ChecksumSHA256: base64, ChecksumType: "COMPOSITE" });
  expect(await store.head("a")).toEqual({ size: 5 });
});

test("only a 404 of the object is absence", async () => {
  for (const error of [
    awsError("AccessDenied", 403),
    awsError("NoSuchBucket", 404),
    awsError("SlowDown", 503),
  ]) {
    const { store } = scripted(error, error);
    await expect(store.head("a")).rejects.toBe(error);
    await expect(store.open("a")).rejects.toBe(error);
  }
  expect(await scripted(awsError("NotFound", 404)).store.head("a")).toBeUndefined();
  expect(await scripted(awsError("NoSuchKey", 404), {}).store.open("a")).toBeUndefined();
});

test("behind a delete marker the newest version with bytes is read, and no other key's", async () => {
  const versions = {
    Versions: [
      { Key: "a", VersionId: "v2" },
      { Key: "a", VersionId: "v1" },
      { Key: "ab", VersionId: "v9" },
    ],
  };
  const { store, sent } = scripted(hidden, versions, { ContentLength: 5 });
  expect(await store.head("a")).toEqual({ size: 5, hidden: true });
  expect(sent.at(-1)?.input.VersionId).toBe("v2");
  expect(
    await scripted(hidden, { Versions: [{ Key: "ab", VersionId: "v9" }] }).store.head("a"),
  ).toBeUndefined();
});

test.each([
  ["GOVERNANCE", "GOVERNANCE", "GOVERNANCE", "2030"],
  ["GOVERNANCE", "COMPLIANCE", "COMPLIANCE", "2030"],
  ["COMPLIANCE", "COMPLIANCE", "COMPLIANCE", "2030"],
  // Locked for longer already, but so that it can be lifted: the later date stays, and S3 changes no mode.
  ["COMPLIANCE", "GOVERNANCE", "GOVERNANCE", "2040"],
  ["COMPLIANCE", undefined, "COMPLIANCE", "2030"],
] as const)("asked for %s, a lock in %s until %4$s is renewed in %s", async (asked, found, mode, year) => {
  const ends = year === "2040" ? new Date("2040-01-01T00:00:00Z") : new Date("2029-01-01T00:00:00Z");
  const object = {
    ContentLength: 5,
    ...(found !== undefined && { ObjectLockMode: found, ObjectLockRetainUntilDate: ends }),
    VersionId: "v1",
  };
  const { sent, client, location } = scripted(object, {});
  await new S3Store({ client, location, lock: asked }).extendLock("a", UNTIL);
  expect(sent[1]).toMatchObject({
    call: "PutObjectRetention",
    input: {
      Key: "a",
      VersionId: "v1",
      Retention: { Mode: mode, RetainUntilDate: new Date(`${year}-01-01T00:00:00Z`) },
    },
  });
});

test.each([
  ["GOVERNANCE", undefined, "GOVERNANCE"],
  ["GOVERNANCE", true, "COMPLIANCE"],
  ["COMPLIANCE", undefined, "COMPLIANCE"],
] as const)(
  "by a store of %s, what is irrevocable (%s) is written again in %s",
  async (lock, irrevocable, mode) => {
    const { sent, client, location } = scripted({});
    const options = { lockUntil: UNTIL, ...(irrevocable && { irrevocable }) };
    await new S3Store({ client, location, lock }).rewrite("a", hello, options);
    expect(sent[0]?.input).toMatchObject({ ObjectLockMode: mode });
  },
);

test.each([
  ["COMPLIANCE", { irrevocable: true }],
  ["GOVERNANCE", {}],
])("a lock in %s is told as %j", async (ObjectLockMode, told) => {
  const ends = new Date(UNTIL);
  const answer = { ContentLength: 5, ObjectLockMode, ObjectLockRetainUntilDate: ends };
  const { client, location } = scripted(answer);
  expect(await new S3Store({ client, location, lock: "GOVERNANCE" }).head("a")).toEqual({
    ...{ size: 5, lockedUntil: ends.toISOString() },
    ...told,
  });
});

test("a list is read to its last page, each key once", async () => {
  const page = (keys: string[], next?: string): object => ({
    Versions: keys.map((Key) => ({ Key, Size: 1 })),
    ...(next !== undefined && { IsTruncated: true, NextKeyMarker: next, NextVersionIdMarker: "v" }),
  });
  const { store, sent } = scripted(page(["a", "a"], "a"), page([], "b"), page(["a", "b"]));
  const keys: string[] = [];
  for await (const { key } of store.list("")) keys.push(key);
  expect(keys).toEqual(["a", "b"]);
  expect(sent.map(({ input }) => input.KeyMarker)).toEqual([undefined, "a", "b"]);
});

test("versions are those of the key alone, from all pages, oldest first", async () => {
  const LastModified = new Date("2026-11-23T21:10:00Z");
  const { store, sent } = scripted(
    {
      Versions: [{ Key: "a", VersionId: "v3", Size: 3, IsLatest: true, LastModified }],
      IsTruncated: true,
      NextKeyMarker: "a",
      NextVersionIdMarker: "v3",
    },
    {
      Versions: [
        { Key: "a", VersionId: "v1", Size: 1, IsLatest: false, LastModified },
        { Key: "ab", VersionId: "v2", Size: 2, IsLatest: true, LastModified },
      ],
      IsTruncated: true,
      NextKeyMarker: "ab",
    },
  );
  expect(await store.versions("a")).toEqual([
    { version: "v1", size: 1, current: false, written: "2026-11-23T21:10:00.000Z" },
    { version: "v3", size: 3, current: true, written: "2026-11-23T21:10:00.000Z" },
  ]);
  expect(sent.map(({ input }) => [input.Prefix, input.VersionIdMarker])).toEqual([
    ["a", undefined],
    ["a", "v3"],
  ]);
});

test("of a version that is named nothing else is asked, and its lock is the one that is lengthened", async () => {
  const there = { ContentLength: 5, VersionId: "v1" };
  const { store, sent } = scripted(there, {}, { Body: Readable.from([]) }, awsError("NotFound", 404));
  await store.extendLock("a", UNTIL, "v1");
  await store.open("a", "v1");
  expect(await store.head("a", "v1")).toBeUndefined();
  expect(sent.map(({ call, input }) => [call, input.VersionId])).toEqual([
    ["HeadObject", "v1"],
    ["PutObjectRetention", "v1"],
    ["GetObject", "v1"],
    ["HeadObject", "v1"],
  ]);
});

test("a list that is cut off without a next page, or repeats one, is an error", async () => {
  const cut = { IsTruncated: true };
  const again = { IsTruncated: true, NextKeyMarker: "a" };
  for (const { store } of [scripted(cut), scripted(again, again)])
    await expect(
      (async () => {
        for await (const _ of store.list("p/"));
      })(),
    ).rejects.toThrow("s3://points/p/: the list is cut off, and names no next page");
});
