import { expect, test } from "vitest";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { blobKey } from "../../modules/recovery/layout.ts";
import type { RecoveryPoint } from "../../modules/recovery/read-point.ts";
import type { PutOptions } from "../../modules/recovery/store.ts";
import { stageBlobs } from "../../modules/restore/stage.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { MemoryStore } from "../support/memory-store.ts";

const PREFIX = "123456789012/us-east-1/";
const code = bytesContent(Buffer.from("code"));
const key = blobKey(PREFIX, code.sha256);
const now = () => Date.parse("2026-11-29T00:00:00Z");

/** A store whose bucket takes no lock beyond a day. */
class BoundStore extends MemoryStore {
  readonly asked: (string | undefined)[] = [];

  constructor(readonly until: string) {
    super();
  }

  override async create(...[at, content, options]: Parameters<MemoryStore["create"]>) {
    const { lockUntil }: PutOptions = options;
    this.asked.push(lockUntil);
    if (lockUntil !== undefined && lockUntil > this.until)
      throw awsError("AccessDenied", 403, "explicit deny");
    return super.create(at, content, options);
  }
}

async function stage(near: MemoryStore, expiresAt: string): Promise<void> {
  const store = new MemoryStore();
  await store.create(key, code, {});
  const { sha256, size } = code;
  const point = {
    name: { prefix: PREFIX },
    manifest: { expiresAt, blobs: [{ name: "code", sha256, size }] },
  };
  const source = { store, prefix: PREFIX, region: "us-east-1", opener: "us-east-1" };
  await stageBlobs(
    { source, near: { store: near, bucket: "b" }, region: "eu-west-1", now } as unknown as Parameters<
      typeof stageBlobs
    >[0],
    [point as unknown as RecoveryPoint],
    () => undefined,
  );
}

test("a package that is staged is locked until its point expires", async () => {
  const near = new MemoryStore();
  await stage(near, "2027-11-29T00:00:00Z");
  expect((await near.head(key))?.lockedUntil).toBe("2027-11-29T00:00:00Z");
});

test("where a bucket takes so long a lock from nobody, it is locked for a week, and the restore goes on", async () => {
  const near = new BoundStore("2026-12-20T00:00:00Z");
  await stage(near, "2027-11-29T00:00:00Z");
  expect((await near.head(key))?.lockedUntil).toBe("2026-12-06T00:00:00.000Z");
});

test("a refusal that no shorter lock passes is told", async () => {
  const near = new BoundStore("2026-11-30T00:00:00Z");
  await expect(stage(near, "2027-11-29T00:00:00Z")).rejects.toThrow("explicit deny");
  expect(near.asked).toEqual(["2027-11-29T00:00:00Z", "2026-12-06T00:00:00.000Z"]);
  const short = new BoundStore("2026-11-30T00:00:00Z");
  await expect(stage(short, "2026-12-06T00:00:00Z")).rejects.toThrow("explicit deny");
  expect(short.asked).toEqual(["2026-12-06T00:00:00Z"]);
});
