import type { _Record } from "@aws-sdk/client-kinesis";
import type { StreamDocument } from "../../../modules/protectors/kinesis-stream/document.ts";
import { awsError } from "../fake-aws/error.ts";

export interface FakeShard {
  readonly id: string;
  readonly start: bigint;
  readonly end: bigint;
  readonly parents: readonly string[];
  open: boolean;
  /** What was put, oldest first. */
  records?: readonly _Record[];
}

interface FakeConsumer {
  readonly arn: string;
  readonly at: Date;
  /** How often it is told to be CREATING. */
  creating: number;
  /** It is being deregistered. */
  deleting?: boolean;
  policy?: string;
  tags: Record<string, string>;
}

/** A stream as Kinesis keeps it, without its records. */
export interface FakeStream {
  readonly name: string;
  readonly at: Date;
  status: "CREATING" | "ACTIVE" | "UPDATING" | "DELETING";
  /** How often it is told to be busy. */
  busy: number;
  mode: StreamDocument["mode"];
  shards: FakeShard[];
  hours: number;
  keyId: string | undefined;
  recordSize: number;
  warm: number | undefined;
  /** Of a stream on demand. */
  strategy: NonNullable<StreamDocument["recordDistributionStrategy"]>;
  /** How many deliver its records. */
  channels?: number;
  metrics: string[];
  policy?: string;
  readonly consumers: Map<string, FakeConsumer>;
  tags: Record<string, string>;
}

const KEYS = 2n ** 128n;

export function evenShards(count: number): FakeShard[] {
  const step = KEYS / BigInt(count);
  return Array.from({ length: count }, (_, at) => ({
    id: shardId(at),
    start: step * BigInt(at),
    end: at === count - 1 ? KEYS - 1n : step * BigInt(at + 1) - 1n,
    parents: [],
    open: true,
  }));
}

export function split(stream: FakeStream, id: string, key: bigint): void {
  const shard = openShard(stream, id);
  if (key <= shard.start + 1n || key >= shard.end)
    throw awsError(
      "InvalidArgumentException",
      400,
      `NewStartingHashKey ${key} used in SplitShard() on shard ${id} in stream ${stream.name} is not both greater than one plus the shard's StartingHashKey ${shard.start} and less than the shard's EndingHashKey ${shard.end - 1n}.`,
    );
  shard.open = false;
  const next = stream.shards.length;
  stream.shards.push(
    { id: shardId(next), start: shard.start, end: key - 1n, parents: [id], open: true },
    { id: shardId(next + 1), start: key, end: shard.end, parents: [id], open: true },
  );
}

export function merge(stream: FakeStream, id: string, other: string): void {
  const [one, two] = [openShard(stream, id), openShard(stream, other)];
  if (one.end + 1n !== two.start && two.end + 1n !== one.start)
    throw awsError(
      "InvalidArgumentException",
      400,
      `Shards ${id} and ${other} in stream ${stream.name} are not an adjacent pair of shards eligible for merging`,
    );
  one.open = false;
  two.open = false;
  stream.shards.push({
    id: shardId(stream.shards.length),
    start: one.start < two.start ? one.start : two.start,
    end: one.end > two.end ? one.end : two.end,
    parents: [id, other],
    open: true,
  });
}

function openShard({ shards, name }: FakeStream, id: string): FakeShard {
  const shard = shards.find((one) => one.id === id);
  if (shard === undefined)
    throw awsError("ResourceNotFoundException", 400, `Could not find shard ${id} in stream ${name}`);
  if (shard.open) return shard;
  throw awsError(
    "InvalidArgumentException",
    400,
    `Shard ${id} in stream ${name} has already been merged or split, and thus is not eligible for merging or splitting.`,
  );
}

function shardId(at: number): string {
  return `shardId-${String(at).padStart(12, "0")}`;
}
