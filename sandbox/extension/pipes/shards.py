"""A pipe reads each shard of a stream from where it starts, and goes on where it was stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from moto.pipes.models import Pipe

from awslambda.stream_polls import start_of
from awslambda.streams import Entry, shards_of
from delivery.envelope import compact
from delivery.failure import Undelivered
from delivery.roles import session_for
from delivery.targets import send
from patching import Sandbox
from pipes.parameters import of_source
from pipes.reading import SERVICE
from pipes.records import as_piped

log = logging.getLogger("sandbox")


def begin(pipe: Pipe) -> None:
    """Once, when it runs for the first time: shards that come later are read from their start."""
    if "sandbox_places" in pipe.__dict__:
        return
    told = of_source(pipe)
    start = SimpleNamespace(
        starting_position=told["StartingPosition"],
        starting_position_timestamp=told.get("StartingPositionTimestamp"),
    )
    pipe.sandbox_places = {shard: start_of(start, entries) for shard, entries in shards_of(pipe.source, "").items()}
    pipe.sandbox_attempts = {}


def waits(pipe: Pipe) -> bool:
    shards = shards_of(pipe.source, "")
    return any(entries and entries[-1].sequence > pipe.sandbox_places.get(shard, 0) for shard, entries in shards.items())


def poll_once(sandbox: Sandbox, pipe: Pipe, hand: Callable[[list[dict[str, Any]]], Any]) -> None:
    for shard, entries in shards_of(pipe.source, pipe.role_arn).items():
        place = pipe.sandbox_places.get(shard, 0)
        batch = [each for each in entries if each.sequence > place][: of_source(pipe)["BatchSize"]]
        if batch:
            pipe.sandbox_places[shard] = after(sandbox, pipe, hand, shard, batch)


def after(sandbox: Sandbox, pipe: Pipe, hand: Callable[..., Any], shard: str, batch: list[Entry]) -> int:
    """The number of the last record that need not come again."""
    try:
        answer = hand([as_piped(each.record) for each in batch])
        named = answer.get("batchItemFailures") if isinstance(answer, dict) else None
        failed = min((int(each["itemIdentifier"]) for each in named or []), default=None)
        why = "the target gave records back"
    except Undelivered as failure:
        failed, why = batch[0].sequence, str(failure)
    if failed is None:
        return batch[-1].sequence
    attempts = pipe.sandbox_attempts.get((shard, failed), 0) + 1
    pipe.sandbox_attempts[(shard, failed)] = attempts
    most = of_source(pipe).get("MaximumRetryAttempts", -1)
    if most == -1 or attempts <= most:
        return failed - 1
    bury(sandbox, pipe, shard, [each for each in batch if each.sequence >= failed], why)
    return batch[-1].sequence


def bury(sandbox: Sandbox, pipe: Pipe, shard: str, batch: list[Entry], why: str) -> None:
    """The dead-letter queue is told which records, not what is in them."""
    letters = (of_source(pipe).get("DeadLetterConfig") or {}).get("Arn")
    if letters is None:
        return
    told = {
        "context": {"pipeArn": pipe.arn, "condition": "RetryAttemptsExhausted", "reason": why},
        "streamArn": pipe.source,
        "shardId": shard,
        "startSequenceNumber": str(batch[0].sequence),
        "endSequenceNumber": str(batch[-1].sequence),
        "batchSize": len(batch),
    }
    try:
        send(sandbox, session_for(pipe.role_arn, letters, SERVICE, pipe.arn), letters, compact(told), {})
    except Exception:
        # There is nobody left who could be told.
        log.error("pipe %s: its dead letters failed", pipe.name, exc_info=True)
