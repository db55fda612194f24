"""Shards that are split or merged keep what they hold, and new records go to open ones.

Plain moto puts records into closed shards, moves those of a split or merged one into others, begins to count anew in each
shard, gives the whole list of shards whatever filter is asked for, has no iterator for a stream that is named by its ARN,
reads a closed shard without end, and is not behind the newest record where that came within the same millisecond.
"""

from __future__ import annotations

import base64
from operator import attrgetter
from typing import Any

from moto.core.responses import ActionResult
from moto.kinesis.exceptions import InvalidArgumentError
from moto.kinesis.models import KinesisBackend, Record, Shard, Stream
from moto.kinesis.responses import KinesisResponse
from moto.utilities.utils import md5_hash

from kinesis.named import stream_named
from patching import Sandbox, replaces

PAGE = 1000
"""https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html"""


def apply(sandbox: Sandbox) -> None:
    @replaces(Stream, "get_shard_for_key")
    def get_shard_for_key(original: Any, self: Any, partition_key: str, explicit_hash_key: str) -> Shard:
        original(self, partition_key, explicit_hash_key)
        key = int(explicit_hash_key) if explicit_hash_key else int(md5_hash(partition_key.encode()).hexdigest(), 16)
        return next(one for one in self.shards.values() if one.is_open and one.starting_hash <= key <= one.ending_hash)

    @replaces(Stream, "put_record")
    def put_record(original: Any, self: Any, partition_key: str, explicit_hash_key: str, data: str) -> tuple[str, str]:
        shard = self.get_shard_for_key(partition_key, explicit_hash_key)
        number = self.__dict__.get("sandbox_last", 0) + 1
        self.__dict__["sandbox_last"] = number
        shard.records[number] = Record(partition_key, data, number, explicit_hash_key)
        return str(number), shard.shard_id

    @replaces(Stream, "split_shard")
    def split_shard(original: Any, self: Any, shard_to_split: str, new_starting_hash_key: str) -> None:
        keeping(self, [shard_to_split], lambda: original(self, shard_to_split, new_starting_hash_key))

    @replaces(Stream, "merge_shards")
    def merge_shards(original: Any, self: Any, shard_to_merge: str, adjacent_shard_to_merge: str) -> None:
        pair = sorted((shard_to_merge, adjacent_shard_to_merge), key=lambda each: self.shards[each].starting_hash)
        for each in pair:
            if not self.shards[each].is_open:
                raise InvalidArgumentError(
                    f"Shard {each} in stream {self.stream_name} under account {self.account_id} has already been "
                    "merged or split, and thus is not eligible for merging or splitting."
                )
        keeping(self, pair, lambda: original(self, *pair))

    @replaces(KinesisResponse, "list_shards")
    def list_shards(original: Any, self: Any) -> ActionResult:
        token = self._get_param("NextToken")
        arn, name = self._get_param("StreamARN"), self._get_param("StreamName")
        if token and (arn or name):
            raise InvalidArgumentError("NextToken and StreamName cannot be provided together.")
        wanted = (self._get_param("ShardFilter") or {}).get("Type", "")
        start = ""
        if token:
            name, wanted, start = base64.b64decode(token).decode().split("#")
        stream = stream_named(self.kinesis_backend, arn, name)
        shards = [
            one
            for one in sorted(stream.shards.values(), key=attrgetter("shard_id"))
            if (one.is_open or wanted != "AT_LATEST") and one.shard_id > start
        ]
        page = shards[: self._get_param("MaxResults") or PAGE]
        more = len(shards) > len(page)
        next_token = f"{stream.stream_name}#{wanted}#{page[-1].shard_id}" if more else ""
        return ActionResult(
            {
                "Shards": [one.to_json() for one in page],
                **({"NextToken": base64.b64encode(next_token.encode()).decode()} if more else {}),
            }
        )

    @replaces(KinesisBackend, "get_shard_iterator")
    def get_shard_iterator(
        original: Any, self: Any, stream_arn: str | None, stream_name: str | None, *given: Any, **more: Any
    ) -> str:
        return original(self, stream_arn, stream_named(self, stream_arn, stream_name).stream_name, *given, **more)

    @replaces(KinesisResponse, "get_records")
    def get_records(original: Any, self: Any) -> ActionResult:
        answer = original(self)
        name, shard_id, last = decoded(answer.result["NextShardIterator"])
        stream = self.kinesis_backend.describe_stream(None, name)
        shard = stream.shards[shard_id]
        if int(last) < shard.get_max_sequence_number():
            answer.result["MillisBehindLatest"] = max(1, answer.result["MillisBehindLatest"])
        elif not shard.is_open:
            del answer.result["NextShardIterator"]
            answer.result["ChildShards"] = [
                child(stream, one) for one in stream.shards.values() if shard_id in parents(one)
            ]
        return answer


def decoded(iterator: str) -> list[str]:
    return base64.decodebytes(iterator.encode()).decode().split(":")


def parents(shard: Shard) -> list[str]:
    return [each for each in (shard.parent, shard.adjacent_parent) if each]


def child(stream: Stream, shard: Shard) -> dict[str, Any]:
    told = shard.to_json()
    return {"ShardId": shard.shard_id, "ParentShards": parents(shard), "HashKeyRange": told["HashKeyRange"]}


def keeping(stream: Stream, closing: list[str], change: Any) -> None:
    """What shards hold stays in them when they close; those that come of it begin empty."""
    held = {each: stream.shards[each].records for each in closing if each in stream.shards}
    known = set(stream.shards)
    for each in held:
        stream.shards[each].records = type(held[each])()
    try:
        change()
    finally:
        for each, records in held.items():
            stream.shards[each].records = records
    assert not any(stream.shards[each].records for each in stream.shards if each not in known)
