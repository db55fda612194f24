import { expect, test } from "vitest";
import { jsonContent } from "../../../modules/recovery/bytes.ts";
import { pointKey, runKey } from "../../../modules/recovery/layout.ts";
import type { RecoveryPoint } from "../../../modules/recovery/read-point.ts";
import { SignedRuns } from "../../../modules/recovery/signing/signed-runs.ts";
import type { StoredBytes } from "../../../modules/recovery/store.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { PREFIX } from "../../support/sample-point.ts";

const MiB = 1024 * 1024;
const runs = Array.from({ length: 6 }, (_, at) => `20261123T210800Z-0000000${at}`);
const trust = {
  ...{ account: "123456789012", site: "us-east-1", keys: [] },
  now: () => new Date("2026-11-29T12:00:00Z"),
};

function pointOf(run: string): RecoveryPoint {
  const manifest = {
    kind: "lambda",
    id: "orders",
    policy: "orders",
    run,
    capturedAt: "2026-11-23T21:08:30Z",
  };
  return { key: pointKey(PREFIX, manifest, run), manifest } as unknown as RecoveryPoint;
}

/** A store whose summaries pretend to be of a size, and that knows how many are read at once beyond their first bytes. */
class WatchedStore extends MemoryStore {
  most = 0;
  #reading = 0;
  readonly #size: number;

  constructor(size: number) {
    super();
    this.#size = size;
  }

  override async open(key: string, version?: string): Promise<StoredBytes | undefined> {
    const found = await super.open(key, version);
    return found && { ...found, size: this.#size, [Symbol.asyncIterator]: () => this.#read() };
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(1);
    this.most = Math.max(this.most, ++this.#reading);
    await new Promise((done) => setTimeout(done, 1));
    this.#reading--;
    yield new Uint8Array(1);
  }
}

async function judged(store: WatchedStore): Promise<readonly string[]> {
  for (const run of runs) await store.create(runKey(PREFIX, "orders", run), jsonContent({}), {});
  const witness = new SignedRuns(store, PREFIX, trust);
  const all = await Promise.all(runs.map((run) => witness.judge(pointOf(run))));
  return all.map((one) => ("why" in one ? one.why : ""));
}

const NONE = runs.map(() => "the summary of its run is not one, or not whole");

test("large summaries, whoever wrote them, are read one after the other, and each is judged", async () => {
  const store = new WatchedStore(5 * MiB);
  expect(await judged(store)).toEqual(NONE);
  expect(store.most).toBe(1);
});

test("those of usual runs are read together", async () => {
  const store = new WatchedStore(MiB);
  expect(await judged(store)).toEqual(NONE);
  expect(store.most).toBe(runs.length);
});

test("one that is larger than any run's is not read at all", async () => {
  const store = new WatchedStore(129 * MiB);
  expect(await judged(store)).toEqual(
    runs.map(() => `the summary of its run has more than ${128 * MiB} bytes`),
  );
  expect(store.most).toBe(0);
});
