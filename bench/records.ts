import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { MemoryStream } from "../__tests__/drain/memory-stream.ts";
import { MemoryStore } from "../__tests__/support/memory-store.ts";
import type { KeptMessage } from "../modules/drain/message.ts";
import type { FilledQueue } from "../modules/drain/ports.ts";
import { beginFrom } from "../modules/drain/records/begin-from.ts";
import { readOn } from "../modules/drain/records/read-on.ts";
import { replayOpened } from "../modules/drain/replay.ts";
import { type Measured, took } from "./measure.ts";

const ARN = "arn:aws:kinesis:us-east-1:123456789012:stream/clicks";
const SHARDS = 4;
const MIB = 1024 * 1024;
/** Of what a shard gives to its readers and takes from its producers, in a second. */
const READ = MIB / 2;
const PUT = MIB;
const RECORD = 10_000;
const RECORDS = 12_000;
const KEYS = 500;
/** Milliseconds of a call of Kinesis, and of writing down what it took. */
const CALL = 80;

/** A heap that fits a function of 256 MB: by itself Node collects what is young when it has more than that. */
const HEAP = ["--max-semi-space-size=12", "--max-old-space-size=230"];

const HOUR = 3_600_000;

/** How near records are read, and put again, to what shards give and take by their own limits, in the time of clocks; and its memory. */
export async function benchRecords(): Promise<readonly Measured[]> {
  const [read, put] = [await readingTime(), await replayingTime()];
  const floors = [RECORDS * RECORD].flatMap((bytes) => [READ, PUT].map((rate) => bytes / (SHARDS * rate)));
  const [leastRead = 1, leastPut = 1] = floors;
  const seconds = (took: number, least: number): string =>
    `${((RECORDS * RECORD) / MIB).toFixed(0)} MiB of ${SHARDS} shards: ${took.toFixed(0)} s against ${least.toFixed(0)} s`;
  return [
    {
      ...{ name: "records of a stream, read", unit: "times its part of the shards", value: read / leastRead },
      ...{ bound: 1.2, detail: seconds(read, leastRead) },
    },
    {
      ...{ name: "records of a stream, put", unit: "times what shards take", value: put / leastPut },
      ...{ bound: 1.5, detail: seconds(put, leastPut) },
    },
    ...(await memory()),
  ];
}

/** In seconds of its clock. */
async function readingTime(): Promise<number> {
  const stream = new MemoryStream(ARN, SHARDS);
  for (let n = 0; n < RECORDS; n++) stream.put(`user-${n % KEYS}`, "x".repeat(RECORD));
  stream.now += HOUR;
  const began = stream.now;
  const { index } = await beginFrom(stream, undefined, 2 * HOUR, began);
  const { records } = await readOn(
    {
      ...{ stream, madeNow: async () => stream.made, random: randomBytes, wrap: async () => [] },
      keep: async () => undefined,
      sleep: async (milliseconds) => {
        stream.now += milliseconds;
      },
      now: () => stream.now,
    },
    index,
    async () => true,
  );
  if (records !== RECORDS) throw new Error(`${records} of ${RECORDS} records were read`);
  if (stream.refused > 0) throw new Error(`${stream.refused} reads were refused`);
  return (stream.now - began) / 1000;
}

/** In seconds of its clock; what a shard has no room for within a second it does not take. */
async function replayingTime(): Promise<number> {
  let [now, taken] = [0, 0];
  const room = Array.from({ length: SHARDS }, () => ({ bytes: PUT, at: 0 }));
  const queue: FilledQueue = {
    ...{ arn: ARN, made: "2026-11-29T10:00:00.000Z", fifo: true, most: 500, largest: MIB },
    refuses: () => undefined,
    send: async (messages) => {
      now += CALL;
      return messages.flatMap(({ id, group = "" }, at) => {
        const shard = room[(createHash("md5").update(group).digest()[0] ?? 0) % SHARDS];
        if (shard === undefined) throw new Error("there is no such shard");
        shard.bytes = Math.min(PUT, shard.bytes + ((now - shard.at) / 1000) * PUT);
        shard.at = now;
        if (shard.bytes < RECORD) return [{ at, id, why: "ProvisionedThroughputExceededException" }];
        shard.bytes -= RECORD;
        taken += 1;
        return [];
      });
    },
  };
  const body = Buffer.alloc(RECORD).toString("base64");
  const batch = 400;
  await replayOpened(
    {
      ...{ store: new MemoryStore(), folder: "drained/clicks/run/", run: "20261129T101500Z-1f2e3d4c" },
      ...{ lockUntil: "2026-12-13T10:15:00Z", random: randomBytes, queue, onSent: () => undefined },
      sleep: async (milliseconds) => {
        now += milliseconds;
      },
    },
    {
      ...{ from: ARN, messages: RECORDS, ungrouped: 0, batches: RECORDS / batch, ended: true },
      key: randomBytes(32),
      batch: async (number) =>
        Array.from({ length: batch }, (_, at): KeptMessage => {
          const n = (number - 1) * batch + at;
          return { id: `${n}`, body, attributes: {}, group: `user-${n % KEYS}` };
        }),
    },
  );
  if (taken !== RECORDS) throw new Error(`${taken} of ${RECORDS} records were put`);
  return now / 1000;
}

async function memory(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "zonekeep-bench-"));
  try {
    const outfile = join(folder, "reader.mjs");
    await build({
      entryPoints: [join(import.meta.dirname, "records-reader.ts")],
      ...{ outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" },
      // What ajv asks for at run time.
      banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    });
    return [
      ["records of a stream", "stream", "8,000 of 64 KiB"],
      ["events of an archive", "archive", "240,000 of 1 KiB by one replay"],
    ].map(([name = "", what = "", detail = ""]) => ({
      ...{ name, unit: "MB at its peak", bound: 256 },
      value: took([...HEAP, outfile, what], { cwd: folder }).peak,
      detail: `${detail}, its own process`,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
