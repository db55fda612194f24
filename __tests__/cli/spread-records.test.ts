import { randomBytes } from "node:crypto";
import type { CreateStreamInput } from "@aws-sdk/client-kinesis";
import { beforeEach, expect, test } from "vitest";
import { findStream } from "../../modules/cli/drain/kinesis.ts";
import { archiveStream } from "../../modules/drain/archive.ts";
import { replayRun } from "../../modules/drain/replay.ts";
import type { ClientOf } from "../../modules/protectors/protector.ts";
import { drainedFolder } from "../../modules/recovery/layout.ts";
import type { Wrap } from "../../modules/recovery/manifest.ts";
import { FakeKinesis } from "../support/fake-kinesis.ts";
import { MemoryStore } from "../support/memory-store.ts";

const RUN = "20261129T101500Z-1f2e3d4c";
const AUTO = { StreamModeDetails: { StreamMode: "ON_DEMAND" }, RecordDistributionStrategy: "AUTO" } as const;
const LATE = Date.UTC(2030, 0, 1);

let kinesis: FakeKinesis;
let store: MemoryStore;
const key: { bytes?: Uint8Array } = {};

beforeEach(() => {
  kinesis = new FakeKinesis();
  store = new MemoryStore();
  make("clicks", AUTO);
  kinesis.PutRecords({
    StreamName: "clicks",
    Records: ["a", "b", "c"].map((text) => ({ Data: bytes(text) })),
  });
  for (const text of ["d", "e", "f", "g", "h"])
    kinesis.PutRecords({ StreamName: "clicks", Records: [{ Data: bytes(text), PartitionKey: "user-1" }] });
});

function make(StreamName: string, as: Partial<CreateStreamInput>): void {
  kinesis.CreateStream({ StreamName, ...as });
  const stream = kinesis.streams.get(StreamName);
  if (stream !== undefined) stream.status = "ACTIVE";
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const find = (name: string) => findStream((() => kinesis.client) as ClientOf, name, kinesis.region);
const place = () => ({
  store,
  folder: drainedFolder("123456789012/us-east-1/", "kinesis-stream/clicks", RUN),
  run: RUN,
  lockUntil: "2026-12-13T10:15:00Z",
  random: randomBytes,
  sleep: async () => undefined,
  wrap: async (plaintext: Uint8Array): Promise<Wrap> => {
    key.bytes = Uint8Array.from(plaintext);
    return { site: "us-east-1", region: "us-east-1", key: "k", wrapped: "AA==", context: {} };
  },
  unwrap: async () => Uint8Array.from(key.bytes ?? []),
});
const archived = async () =>
  archiveStream(
    { ...place(), stream: await find("clicks"), now: () => LATE, onBatch: () => undefined },
    { since: new Date(0), until: new Date(LATE) },
  );
const replayed = async (to: string) =>
  replayRun({ ...place(), queue: await find(to), onSent: () => undefined });

/** Every record with its keys, by its text. */
function put(): readonly (readonly [string, string | undefined, string | undefined])[] {
  return kinesis.calls
    .flatMap(({ name, input }) => (name === "PutRecords" ? (input as unknown as PutInput).Records : []))
    .map(
      ({ Data, PartitionKey, ExplicitHashKey }) =>
        [Buffer.from(Data).toString(), PartitionKey, ExplicitHashKey] as const,
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

interface PutInput {
  readonly Records: readonly {
    readonly Data: Uint8Array;
    readonly PartitionKey?: string;
    readonly ExplicitHashKey?: string;
  }[];
}

test("records of a stream that AWS spreads come back with the partition keys that they had, and without where they had none", async () => {
  expect(await archived()).toMatchObject({ records: 8 });
  make("clicks-2", AUTO);
  expect(await replayed("clicks-2")).toMatchObject({ sent: 8, failed: [] });
  expect(put()).toEqual([
    ...["a", "b", "c"].map((text) => [text, undefined, undefined]),
    ...["d", "e", "f", "g", "h"].map((text) => [text, "user-1", undefined]),
  ]);
});

test("they are sent to no stream that wants a partition key of each, and the answer says what takes them", async () => {
  await archived();
  make("clicks-2", { ShardCount: 2 });
  await expect(replayed("clicks-2")).rejects.toThrow(
    `${kinesis.arn("clicks-2")} takes no record without a partition key, and 3 have none (aws kinesis update-stream-record-distribution-strategy sets AUTO, which takes them): nothing was sent`,
  );
  expect(put()).toEqual([]);
});
