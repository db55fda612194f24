"""Streams are read for their functions.

On AWS a poller reads each shard from where the mapping starts, or from where it was when it was disabled, drops what no
filter fits, and stays at a batch that fails until it succeeds or its attempts are used up. Plain moto runs the function
inside PutRecord and PutItem, also of a disabled mapping, and knows no filter, place or attempt.
"""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from moto.awslambda.models import EventSourceMapping, lambda_backends
from moto.cloudwatch.models import cloudwatch_backends

from awslambda.filters import passes
from awslambda.invoke import chosen
from awslambda.names import split
from awslambda.runtime import run
from awslambda.streams import Entry, as_filtered, shards_of
from patching import Sandbox

log = logging.getLogger("sandbox")


def begin(mapping: EventSourceMapping) -> None:
    """Once, when a mapping is enabled for the first time: shards that come later are read from their start."""
    if hasattr(mapping, "sandbox_places"):
        return
    mapping.sandbox_places = {
        shard: start_of(mapping, entries) for shard, entries in shards_of(mapping.event_source_arn, "").items()
    }
    mapping.sandbox_attempts = {}


def start_of(mapping: EventSourceMapping, entries: list[Entry]) -> int:
    """The number of the last record that is not read."""
    at = float(mapping.starting_position_timestamp or 0)
    passed = {
        "TRIM_HORIZON": [],
        "LATEST": entries,
        "AT_TIMESTAMP": [each for each in entries if each.came < at],
    }[mapping.starting_position]
    return passed[-1].sequence if passed else 0


def waits(mapping: EventSourceMapping) -> bool:
    places = getattr(mapping, "sandbox_places", None)
    if places is None:
        return False
    shards = shards_of(mapping.event_source_arn, "")
    return any(entries and entries[-1].sequence > places.get(shard, 0) for shard, entries in shards.items())


def poll_once(sandbox: Sandbox, mapping: EventSourceMapping) -> None:
    name, qualifier = split(mapping.function_arn)
    try:
        fn = chosen(lambda_backends[mapping.account_id][mapping.region], name, qualifier)
        for shard, entries in shards_of(mapping.event_source_arn, fn.role).items():
            place = mapping.sandbox_places.get(shard, 0)
            batch = [each for each in entries if each.sequence > place][: mapping.batch_size]
            if batch:
                mapping.sandbox_places[shard] = after(sandbox, mapping, fn, shard, batch)
    except Exception:
        # The next round tries again, as AWS's pollers do.
        log.error("mapping %s: delivery failed", mapping.uuid, exc_info=True)


def after(sandbox: Sandbox, mapping: EventSourceMapping, fn: Any, shard: str, batch: list[Entry]) -> int:
    """The number of the last record that need not come again."""
    wanted = [each for each in batch if passes(mapping.filter_criteria, as_filtered(each.record))]
    failed = first_failed(sandbox, mapping, fn, wanted) if wanted else None
    mapping.sandbox_result = "OK" if failed is None else "PROBLEM: Function call failed"
    attempts = mapping.sandbox_attempts.get((shard, failed), 0) + 1
    most = mapping.max_retry_attempts
    if failed is None or (most not in (None, -1) and attempts > most):
        return batch[-1].sequence
    mapping.sandbox_attempts[(shard, failed)] = attempts
    return failed - 1


def first_failed(sandbox: Sandbox, mapping: EventSourceMapping, fn: Any, entries: list[Entry]) -> int | None:
    """The least number of a record that has to come back."""
    tell_age(mapping, entries[-1].came)
    event = json.dumps({"Records": [each.record for each in entries]}).encode()
    outcome = run(sandbox, fn, event, mapping.function_arn)
    if outcome.failed:
        return entries[0].sequence
    if "ReportBatchItemFailures" not in (mapping.function_response_types or []):
        return None
    named = (json.loads(outcome.payload) or {}).get("batchItemFailures") or []
    return min((int(each["itemIdentifier"]) for each in named), default=None)


def tell_age(mapping: EventSourceMapping, came: float) -> None:
    """How old the last record of a batch is when the function gets it, in milliseconds.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    """
    name, _ = split(mapping.function_arn)
    data = {
        "MetricName": "IteratorAge",
        "Value": max(0.0, (time.time() - came) * 1000),
        "Unit": "Milliseconds",
        "Dimensions": [{"Name": "FunctionName", "Value": name}],
    }
    cloudwatch_backends[mapping.account_id][mapping.region].put_metric_data("AWS/Lambda", [data])
