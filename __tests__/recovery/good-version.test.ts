import { beforeEach, describe, expect, test } from "vitest";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { commit } from "../../modules/recovery/commit.ts";
import { ensureBlob } from "../../modules/recovery/ensure-blob.ts";
import { goodVersion } from "../../modules/recovery/good-version.ts";
import { blobKey } from "../../modules/recovery/layout.ts";
import { readVerified } from "../../modules/recovery/read-blob.ts";
import { SeenStore } from "../../modules/recovery/seen-store.ts";
import type { ObjectHead, StoredBytes } from "../../modules/recovery/store.ts";
import { verifyPoint } from "../../modules/recovery/verify.ts";
import { awsError } from "../support/fake-aws/error.ts";
import { goodVersionConformance } from "../support/good-version-conformance.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SIGNED } from "../support/run-witness.ts";
import { code, content, head, key, PREFIX, ports } from "../support/sample-point.ts";

const poison = Buffer.alloc(code.size, "!");
const codeKey = blobKey(PREFIX, code.sha256);
const BOTH = { sites: ["us-east-1", "eu-west-1"], witness: SIGNED };
const next = { ...head, run: "20261124T210800Z-1f2e3d4c", expiresAt: "2027-06-28T21:08:30Z" };

describe("in memory, the good version", () => {
  goodVersionConformance(async () => new MemoryStore());
});

describe("in a store that is asked once, the good version", () => {
  goodVersionConformance(async () => new SeenStore(new MemoryStore()));
});

describe("a package that was overwritten", () => {
  let deps: ReturnType<typeof ports>;
  beforeEach(async () => {
    deps = ports();
    await commit(deps, head, content);
    deps.store.overwrite(codeKey, poison);
  });

  test("leaves its point whole, and is told with the version that is read and the way out", async () => {
    expect(await verifyPoint(deps.store, key, BOTH)).toEqual([
      {
        problem: "covered",
        key: codeKey,
        about: "bytes",
        part: "code/1, code/$LATEST",
        detail: expect.stringMatching(
          /^other bytes lie on top of version v\d+, which is good, and is the one that is read$/,
        ),
        hint: "npx zonekeep repair puts it on top again",
      },
    ]);
  });

  test("does not stop the next point, which says so, and locks the good version as long as it needs it", async () => {
    const { warnings } = await commit(deps, next, content);
    expect(warnings).toEqual([expect.stringContaining(`${codeKey}: other bytes lie on top of it`)]);
    const nextKey = key.replace(head.run, next.run);
    expect((await verifyPoint(deps.store, nextKey, BOTH)).map(({ problem }) => problem)).toEqual(["covered"]);
  });

  test("by nobody who asks S3 costs a call more than before", async () => {
    const clean = ports();
    await commit(clean, head, content);
    const from = clean.store.calls.length;
    await verifyPoint(clean.store, key, BOTH);
    const calls = clean.store.calls.slice(from).filter((call) => call.endsWith(codeKey));
    expect(calls).toEqual([`open ${codeKey}`, `head ${codeKey}`]);
  });

  test("and hidden by a delete marker besides is read, and told", async () => {
    const hidden = ports();
    await commit(hidden, head, content);
    hidden.store.hidden.add(codeKey);
    expect(await verifyPoint(hidden.store, key, BOTH)).toMatchObject([
      { problem: "covered", key: codeKey, detail: expect.stringContaining("a delete marker lies on top") },
    ]);
  });
});

/** The newest version of everything is under a key of somebody else: S3 refuses to look at it and to give it. */
class Refusing extends MemoryStore {
  #require(at: string, version: string | undefined): void {
    const newest = this.objects.get(at);
    if (newest?.below !== undefined && (version === undefined || version === newest.version))
      throw awsError("AccessDenied", 403);
  }
  override async head(at: string, version?: string): Promise<ObjectHead | undefined> {
    this.#require(at, version);
    return super.head(at, version);
  }
  override async open(at: string, version?: string): Promise<StoredBytes | undefined> {
    this.#require(at, version);
    return super.open(at, version);
  }
}

describe("a version that cannot be read, for its key is somebody else's", () => {
  const bytes = bytesContent(Buffer.from("good"));
  const lock = { lockUntil: "2030-01-01T00:00:00Z" };

  test("hides no good one below it", async () => {
    const store = new Refusing();
    await store.create("a", bytes, lock);
    store.overwrite("a", Buffer.from("evil"));
    expect(Buffer.from(await readVerified(store, "a", bytes)).toString()).toBe("good");
    expect(await ensureBlob(store, "a", bytes, lock)).toMatchObject({
      ending: "present",
      warning: expect.stringContaining("what lies on top of it cannot be read"),
    });
  });

  test("is told as what it is where no other is good", async () => {
    const store = new Refusing();
    await store.create("a", bytesContent(Buffer.from("evil")), {});
    store.overwrite("a", Buffer.from("evil"));
    await expect(readVerified(store, "a", bytes)).rejects.toThrow("AccessDenied");
    await expect(goodVersion(store, "a", bytes)).rejects.toThrow("AccessDenied");
    expect(await ensureBlob(store, "a", bytes, lock)).toMatchObject({ ending: "created" });
  });

  test("a refusal where nothing lies is the caller's own, and nothing is written in its place", async () => {
    const store = new MemoryStore();
    store.create = async () => {
      throw awsError("AccessDenied", 403);
    };
    await expect(ensureBlob(store, "a", bytes, lock)).rejects.toThrow("AccessDenied");
    expect(store.calls.filter((call) => call.startsWith("rewrite"))).toEqual([]);
  });
});

test("of a thousand others on top, the good version that lies lowest is found at once", async () => {
  const store = new MemoryStore();
  const bytes = bytesContent(Buffer.from("good"));
  await store.create("a", bytes, {});
  for (let n = 0; n < 1000; n++) store.overwrite("a", Buffer.from("evil"));
  const from = store.calls.length;
  expect(await goodVersion(store, "a", bytes)).toMatchObject({ head: { sha256: bytes.sha256 } });
  expect(store.calls.length - from).toBe(3);
});
