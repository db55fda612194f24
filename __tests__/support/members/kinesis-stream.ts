import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

export const members: Members = {
  ignored: {
    "DescribeStreamSummary.StreamDescriptionSummary.StreamName": OWN,
    "DescribeStreamSummary.StreamDescriptionSummary.StreamId": "an id that AWS gives",
    "DescribeStreamSummary.StreamDescriptionSummary.StreamCreationTimestamp": "a date that AWS writes",
    "DescribeStreamSummary.StreamDescriptionSummary.OpenShardCount": "the shards themselves are listed",
    "DescribeStreamSummary.StreamDescriptionSummary.ConsumerCount": "the consumers themselves are listed",
    "DescribeStreamSummary.StreamDescriptionSummary.WarmThroughput.CurrentMiBps":
      "a state: what was asked for is kept",
    "ListStreamConsumers.Consumers[].ConsumerStatus": "a state",
    "ListStreamConsumers.Consumers[].ConsumerCreationTimestamp": "a date that AWS writes",
    "ListShards.Shards[].ShardId": "ids of shards are AWS's: ranges of keys come back",
    "ListShards.Shards[].ParentShardId": "where a shard came from is over",
    "ListShards.Shards[].AdjacentParentShardId": "where a shard came from is over",
    "ListShards.Shards[].SequenceNumberRange..": "of records, which are no part of the point",
  },
  unsent: {
    "UpdateStreamMode.WarmThroughputMiBps": "set by a call of its own, once the mode is what it was",
  },
};
