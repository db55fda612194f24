import { createHash } from "node:crypto";
import type * as S from "@aws-sdk/client-kinesis";
import { awsError } from "../fake-aws/error.ts";
import type { FakeShard, FakeStream } from "./stream.ts";

/** Where AWS spreads records no key counts, and none is wanted; elsewhere a call with a record that has none is refused. */
export function putRecords(stream: FakeStream, entries: readonly S.PutRecordsRequestEntry[]) {
  const isSpread = stream.mode === "ON_DEMAND" && stream.strategy === "AUTO";
  const open = stream.shards.filter((shard) => shard.open);
  if (entries.some(({ PartitionKey: key }) => (isSpread ? key === "" : !key)))
    throw awsError("ValidationException", 400, "Member must have length greater than or equal to 1");
  const Records = entries.map(({ Data = new Uint8Array(), PartitionKey, ExplicitHashKey }) => {
    const all = stream.shards.flatMap(({ records = [] }) => records).length;
    const key = ExplicitHashKey === undefined ? hashOf(PartitionKey ?? "") : BigInt(ExplicitHashKey);
    const shard = isSpread
      ? open[all % open.length]
      : open.find(({ start, end }) => start <= key && key <= end);
    if (shard === undefined) throw awsError("InternalFailure", 500);
    const record = { SequenceNumber: String(all + 1), Data, ApproximateArrivalTimestamp: stream.at };
    shard.records = [
      ...(shard.records ?? []),
      { ...record, ...(PartitionKey !== undefined && { PartitionKey }) },
    ];
    return { SequenceNumber: record.SequenceNumber, ShardId: shard.id };
  });
  return { FailedRecordCount: 0, Records };
}

/** From the beginning, or after a record. */
export function iteratorOf({ name }: FakeStream, input: S.GetShardIteratorInput) {
  return { ShardIterator: `${name}#${input.ShardId}#${input.StartingSequenceNumber ?? "0"}` };
}

export function recordsAfter(shard: FakeShard, after: string, most: number) {
  const left = (shard.records ?? []).filter(({ SequenceNumber }) => Number(SequenceNumber) > Number(after));
  const Records = left.slice(0, most);
  return {
    Records,
    last: Records.at(-1)?.SequenceNumber ?? after,
    MillisBehindLatest: left.length > Records.length ? 1 : 0,
  };
}

function hashOf(key: string): bigint {
  return BigInt(`0x${createHash("md5").update(key).digest("hex")}`);
}
