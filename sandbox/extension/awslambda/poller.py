"""Queues are polled for their functions (and streams: see stream_polls).

On AWS a poller takes messages from the queue in batches, drops those that no filter fits, runs the function,
and deletes what succeeded; an enabled mapping finds messages that were there before it. Plain moto runs the
function inside SendMessage, one message at a time, and knows no filter.
"""

from __future__ import annotations

import base64
import json
import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from moto.awslambda.models import EventSourceMapping, lambda_backends
from moto.sqs.models import Message, Queue, sqs_backends

from awslambda import stream_polls
from awslambda.filters import passes
from awslambda.invoke import chosen
from awslambda.names import split
from awslambda.runtime import run
from awslambda.sources import STREAMS, kind_of
from patching import Sandbox

PAUSE_SECONDS = 0.2
MOST = 10
"""Messages that one receive gives at most; larger batches come in several."""
log = logging.getLogger("sandbox")


def apply(sandbox: Sandbox) -> None:
    threading.Thread(target=poll_forever, args=(sandbox,), name="poller", daemon=True).start()


def poll_forever(sandbox: Sandbox) -> None:
    busy: dict[str, threading.Thread] = {}
    while True:
        time.sleep(PAUSE_SECONDS)
        for backend in list(lambda_backends[sandbox.account].values()):
            for mapping in list(backend._event_source_mappings.values()):
                running = busy.get(mapping.uuid)
                if running and running.is_alive():
                    continue
                poll = poll_of(sandbox, mapping)
                if poll is not None:
                    busy[mapping.uuid] = threading.Thread(target=poll, daemon=True)
                    busy[mapping.uuid].start()


def poll_of(sandbox: Sandbox, mapping: EventSourceMapping) -> Callable[[], None] | None:
    """What there is to do for a mapping, if anything waits."""
    kind = kind_of(mapping.event_source_arn)
    if not mapping.enabled:
        return None
    if kind in STREAMS:
        return partial(stream_polls.poll_once, sandbox, mapping) if stream_polls.waits(mapping) else None
    queue = queue_of(mapping) if kind == "sqs" else None
    return partial(poll_once, sandbox, mapping, queue) if queue is not None and queue.messages else None


def queue_of(mapping: EventSourceMapping) -> Queue | None:
    return sqs_backends[mapping.account_id][mapping.region].queues.get(mapping.event_source_arn.split(":")[-1])


def poll_once(sandbox: Sandbox, mapping: EventSourceMapping, queue: Queue) -> None:
    queues = sqs_backends[mapping.account_id][mapping.region]
    try:
        most = min(mapping.batch_size, MOST)
        messages = queues.receive_message(queue.name, most, 0, queue.visibility_timeout, ["All"])
        if messages:
            deliver(sandbox, mapping, queue, messages)
    except Exception:
        # The next round tries again, as AWS's pollers do.
        log.error("mapping %s: delivery failed", mapping.uuid, exc_info=True)


def deliver(sandbox: Sandbox, mapping: EventSourceMapping, queue: Queue, messages: list[Message]) -> None:
    queues = sqs_backends[mapping.account_id][mapping.region]
    records = {message.id: record_of(message, queue) for message in messages}
    wanted = {id: record for id, record in records.items() if passes(mapping.filter_criteria, as_filtered(record))}
    failed = run_batch(sandbox, mapping, list(wanted.values())) if wanted else set()
    for message in messages:
        if message.id in failed:
            queues.change_message_visibility(queue.name, message.receipt_handle, 0)
        else:
            queues.delete_message(queue.name, message.receipt_handle)


def run_batch(sandbox: Sandbox, mapping: EventSourceMapping, records: list[dict[str, Any]]) -> set[str]:
    """Ids of the messages that have to come back."""
    name, qualifier = split(mapping.function_arn)
    fn = chosen(lambda_backends[mapping.account_id][mapping.region], name, qualifier)
    outcome = run(sandbox, fn, json.dumps({"Records": records}).encode(), mapping.function_arn)
    if outcome.failed:
        return {record["messageId"] for record in records}
    if "ReportBatchItemFailures" not in (mapping.function_response_types or []):
        return set()
    answer = json.loads(outcome.payload) or {}
    return {item["itemIdentifier"] for item in answer.get("batchItemFailures", [])}


def record_of(message: Message, queue: Queue) -> dict[str, Any]:
    attributes = {
        "ApproximateReceiveCount": str(message.approximate_receive_count),
        "SentTimestamp": str(message.sent_timestamp),
        "SenderId": message.sender_id,
        "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
        "SequenceNumber": message.sequence_number,
        "MessageGroupId": message.group_id,
        "MessageDeduplicationId": message.deduplication_id,
    }
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": {name: value for name, value in attributes.items() if value is not None},
        "messageAttributes": {name: attribute_of(value) for name, value in message.message_attributes.items()},
        "md5OfMessageAttributes": message.attribute_md5 if message.message_attributes else None,
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.queue_arn,
        "awsRegion": queue.region,
    }


def attribute_of(value: dict[str, Any]) -> dict[str, Any]:
    """As a function gets an attribute of a message: another case, and lists that are always empty."""
    told: dict[str, Any] = {"stringListValues": [], "binaryListValues": [], "dataType": value["DataType"]}
    if value.get("StringValue") is not None:
        told["stringValue"] = value["StringValue"]
    if value.get("BinaryValue") is not None:
        told["binaryValue"] = base64.b64encode(value["BinaryValue"]).decode()
    return told


def as_filtered(record: dict[str, Any]) -> dict[str, Any]:
    """A filter looks into the body where that is JSON."""
    try:
        return {**record, "body": json.loads(record["body"])}
    except ValueError:
        return record
