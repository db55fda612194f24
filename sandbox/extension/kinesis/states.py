"""A stream is being made or changed for a while, and takes no other change meanwhile.

AWS answers at once, and the stream is CREATING or UPDATING until it is done. Plain moto is done at once. Here it is busy
for as long as functions are (`ZONEKEEP_SANDBOX_SETTLE_MS`).
"""

from __future__ import annotations

import time
from typing import Any

from moto.kinesis.exceptions import ResourceInUseError
from moto.kinesis.models import KinesisBackend, Stream

from awslambda.settling import SECONDS
from kinesis.named import stream_named
from patching import Sandbox, replaces

CHANGES = (
    "split_shard",
    "merge_shards",
    "update_shard_count",
    "increase_stream_retention_period",
    "decrease_stream_retention_period",
    "start_stream_encryption",
    "stop_stream_encryption",
    "enable_enhanced_monitoring",
    "disable_enhanced_monitoring",
    "update_stream_mode",
    "update_max_record_size",
    "update_stream_warm_throughput",
)


def apply(sandbox: Sandbox) -> None:
    @replaces(KinesisBackend, "create_stream")
    def create_stream(original: Any, self: Any, *given: Any, **more: Any) -> Stream:
        stream = original(self, *given, **more)
        begin(stream, "CREATING")
        return stream

    @replaces(KinesisBackend, "describe_stream")
    def describe_stream(original: Any, self: Any, stream_arn: str | None, stream_name: str | None) -> Stream:
        stream = original(self, stream_arn, stream_name)
        if stream.status != "ACTIVE" and time.monotonic() >= stream.__dict__.get("sandbox_busy_until", 0):
            stream.status = "ACTIVE"
        return stream

    for change in CHANGES:
        busy_after(change)


def busy_after(change: str) -> None:
    @replaces(KinesisBackend, change)
    def changed(original: Any, self: Any, stream_arn: str | None = None, *given: Any, **more: Any) -> Any:
        by_place = given[0] if given and isinstance(given[0], str) else None
        stream = stream_named(self, stream_arn, more.get("stream_name", by_place))
        require_active(self, stream)
        answer = original(self, stream_arn, *given, **more)
        begin(stream, "UPDATING")
        return answer


def begin(stream: Stream, status: str) -> None:
    stream.status = status
    stream.__dict__["sandbox_busy_until"] = time.monotonic() + SECONDS


def require_active(backend: KinesisBackend, stream: Stream) -> None:
    if stream.status != "ACTIVE":
        raise ResourceInUseError(
            f"Stream {stream.stream_name} under account {backend.account_id} not ACTIVE, "
            f"instead in state {stream.status}"
        )
