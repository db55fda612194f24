import { createHash } from "node:crypto";
import type { KeptMessage } from "../../modules/drain/message.ts";
import type { FilledQueue } from "../../modules/drain/ports.ts";
import type { ReadRecords, RecordStream, StreamRecord, StreamShard } from "../../modules/drain/stream.ts";

const KEYS = 2n ** 128n;
/** What a shard gives to all of its readers. */
const READS_A_SECOND = 5;
const BYTES_A_SECOND = 2 * 1024 * 1024;

interface MemoryShard extends StreamShard {
  readonly records: StreamRecord[];
  open: boolean;
  /** Records that have expired. */
  trimmed: number;
  readonly reads: number[];
  /** Until when it gives no more. */
  spentUntil: number;
}

/** A stream as Kinesis keeps one, with the rates of its shards; `now` is its clock, in milliseconds. */
export class MemoryStream implements RecordStream, FilledQueue {
  made = "2026-11-01T00:00:00.000Z";
  readonly isSpread = false;
  readonly fifo = true;
  readonly most = 500;
  readonly largest = 1024 * 1024;
  retentionMs = 24 * 3_600_000;
  now = Date.UTC(2026, 10, 29);
  readonly all = new Map<string, MemoryShard>();
  /** Partition keys whose next record is not taken, once each. */
  readonly busy = new Set<string>();
  /** Told of each read. */
  onRead: () => void = () => undefined;
  refused = 0;
  /** Records of one answer, however many are asked for. */
  mostOfAnswer = Number.POSITIVE_INFINITY;
  #last = 0;
  #shards = 0;

  constructor(
    readonly arn: string,
    shards: number,
  ) {
    const step = KEYS / BigInt(shards);
    for (let at = 0; at < shards; at++)
      this.#add(step * BigInt(at), at === shards - 1 ? KEYS - 1n : step * BigInt(at + 1) - 1n, []);
  }

  put(partitionKey: string, text: string, hashKey?: string): void {
    const keyHash = BigInt(`0x${createHash("md5").update(partitionKey).digest("hex")}`);
    const key = hashKey === undefined ? keyHash : BigInt(hashKey);
    const shard = [...this.all.values()].find((one) => one.open && one.start <= key && key <= one.end);
    this.#last += 1;
    const arrived = new Date(this.now);
    shard?.records.push({
      sequence: String(this.#last),
      partitionKey,
      keyHash,
      data: Buffer.from(text),
      arrived,
    });
  }

  split(id: string): void {
    const shard = this.#shard(id);
    const middle = (shard.start + shard.end) / 2n;
    shard.open = false;
    this.#add(shard.start, middle, [id]);
    this.#add(middle + 1n, shard.end, [id]);
  }

  merge(one: string, other: string): void {
    const [low, high] = [this.#shard(one), this.#shard(other)];
    for (const shard of [low, high]) shard.open = false;
    this.#add(low.start, high.end, [one, other]);
  }

  /** Another stream of the same name, with as many shards as there are open ones. */
  makeAnew(made: string): void {
    const shards = [...this.all.values()].filter(({ open }) => open).length;
    this.all.clear();
    this.made = made;
    const step = KEYS / BigInt(shards);
    for (let at = 0; at < shards; at++)
      this.#add(step * BigInt(at), at === shards - 1 ? KEYS - 1n : step * BigInt(at + 1) - 1n, []);
  }

  /** Takes away what is older than it keeps, and shards that are closed and have nothing left. */
  expire(): void {
    const oldest = this.now - this.retentionMs;
    for (const [id, shard] of this.all) {
      const left = shard.records.filter(({ arrived }) => arrived.getTime() >= oldest);
      shard.trimmed += shard.records.length - left.length;
      shard.records.splice(0, shard.records.length, ...left);
      if (!shard.open && left.length === 0) this.all.delete(id);
    }
  }

  /** Every record by the key that it goes by, in the order in which a reader gets them. */
  byKey(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const { records } of this.all.values())
      for (const { partitionKey, data } of records)
        found.set(partitionKey ?? "", [
          ...(found.get(partitionKey ?? "") ?? []),
          Buffer.from(data).toString(),
        ]);
    return found;
  }

  async shards(since = new Date(0)): Promise<StreamShard[]> {
    return [...this.all.values()].filter(
      ({ open, records }) => open || records.some(({ arrived }) => arrived >= since),
    );
  }

  async iterator(shard: string, from: Date | string): Promise<string> {
    const { records, trimmed } = this.#shard(shard);
    const before = records.filter(({ sequence, arrived }) =>
      typeof from === "string" ? Number(sequence) <= Number(from) : arrived < from,
    );
    return `${shard}#${trimmed + before.length}`;
  }

  async read(iterator: string, most: number): Promise<ReadRecords | "throttled" | "expired"> {
    const [id = "", from = ""] = iterator.split("#");
    const shard = this.#shard(id);
    this.onRead();
    const recent = shard.reads.filter((time) => time > this.now - 1000);
    if (recent.length >= READS_A_SECOND || this.now < shard.spentUntil) {
      this.refused += 1;
      return "throttled";
    }
    shard.reads.push(this.now);
    const start = Math.max(0, Number(from) - shard.trimmed);
    const records = shard.records.slice(start, start + Math.min(most, this.mostOfAnswer));
    const size = records.reduce((sum, { data }) => sum + data.length, 0);
    shard.spentUntil = this.now + Math.max(0, size / BYTES_A_SECOND - 1) * 1000;
    const next = shard.trimmed + start + records.length;
    const rest = shard.records[start + records.length];
    const children = [...this.all.values()].filter(({ parents }) => parents.includes(id));
    return {
      records,
      ...((shard.open || rest !== undefined) && { next: `${id}#${next}` }),
      behindMs: rest === undefined ? 0 : Math.max(1, this.now - rest.arrived.getTime()),
      children: shard.open || rest !== undefined ? [] : children,
    };
  }

  refuses(from: string): string | undefined {
    return from.includes(":kinesis:") ? undefined : `${this.arn} is a stream, and ${from} is not`;
  }

  async send(messages: readonly KeptMessage[]) {
    return messages.flatMap(({ id, body, group = "", hashKey }, at) => {
      if (this.busy.delete(group)) return [{ at, id, why: "ProvisionedThroughputExceededException" }];
      this.put(group, Buffer.from(body, "base64").toString(), hashKey);
      return [];
    });
  }

  #add(start: bigint, end: bigint, parents: readonly string[]): void {
    const id = `shardId-${String(this.#shards++).padStart(12, "0")}`;
    this.all.set(id, {
      id,
      start,
      end,
      parents,
      records: [],
      open: true,
      trimmed: 0,
      reads: [],
      spentUntil: 0,
    });
  }

  #shard(id: string): MemoryShard {
    const found = this.all.get(id);
    if (found === undefined) throw new Error(`there is no shard ${id}`);
    return found;
  }
}
