"""A shard gives five reads a second and 2 MiB a second, to all of its readers together.

Plain moto gives as much as it is asked for. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from moto.core.responses import ActionResult
from moto.kinesis.exceptions import JsonRESTError
from moto.kinesis.responses import KinesisResponse

from kinesis.named import stream_named
from kinesis.shards import decoded
from patching import Sandbox, replaces

READS = 5
BYTES = 2 * 1024 * 1024


def apply(sandbox: Sandbox) -> None:
    @replaces(KinesisResponse, "get_records")
    def get_records(original: Any, self: Any) -> ActionResult:
        iterator = self._get_param("ShardIterator")
        if not iterator:
            return original(self)
        name, shard_id, _ = decoded(iterator)
        stream = stream_named(self.kinesis_backend, None, name)
        reads, spent_until = stream.__dict__.setdefault("sandbox_reads", {}).get(shard_id, ([], 0.0))
        now = monotonic()
        recent = [each for each in reads if each > now - 1]
        if len(recent) >= READS or now < spent_until:
            raise exceeded(shard_id, name, self.kinesis_backend.account_id)
        answer = original(self)
        size = sum(len(each["Data"]) for each in answer.result["Records"])
        stream.__dict__["sandbox_reads"][shard_id] = ([*recent, now], now + max(0.0, size / BYTES - 1))
        return answer


def exceeded(shard_id: str, name: str, account: str) -> JsonRESTError:
    return JsonRESTError(
        "ProvisionedThroughputExceededException",
        f"Rate exceeded for shard {shard_id} in stream {name} under account {account}.",
    )
