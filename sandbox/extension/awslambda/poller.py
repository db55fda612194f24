"""Queues are polled for their functions.

On AWS a poller takes messages from the queue in batches, drops those that no filter fits, runs the function,
and deletes what succeeded; an enabled mapping finds messages that were there before it. Plain moto runs the
function inside SendMessage, one message at a time, and knows no filter.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import Any

from moto.awslambda.models import EventSourceMapping, lambda_backends
from moto.events.models import EventPattern
from moto.sqs.models import Message, Queue, sqs_backends

from awslambda.invoke import chosen
from awslambda.names import split
from awslambda.runtime import run
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
                queue = queue_of(mapping)
                if queue is not None and queue.messages and not (running and running.is_alive()):
                    busy[mapping.uuid] = threading.Thread(target=poll_once, args=(sandbox, mapping, queue), daemon=True)
                    busy[mapping.uuid].start()


def queue_of(mapping: EventSourceMapping) -> Queue | None:
    if not mapping.enabled or ":sqs:" not in mapping.event_source_arn:
        return None
    return sqs_backends[mapping.account_id][mapping.region].queues.get(mapping.event_source_arn.split(":")[-1])


def poll_once(sandbox: Sandbox, mapping: EventSourceMapping, queue: Queue) -> None:
    queues = sqs_backends[mapping.account_id][mapping.region]
    try:
        messages = queues.receive_message(queue.name, min(mapping.batch_size, MOST), 0, queue.visibility_timeout)
        if messages:
            deliver(sandbox, mapping, queue, messages)
    except Exception:
        # The next round tries again, as AWS's pollers do.
        log.error("mapping %s: delivery failed", mapping.uuid, exc_info=True)


def deliver(sandbox: Sandbox, mapping: EventSourceMapping, queue: Queue, messages: list[Message]) -> None:
    queues = sqs_backends[mapping.account_id][mapping.region]
    records = {message.id: record_of(message, queue) for message in messages}
    wanted = {id: record for id, record in records.items() if passes(mapping.filter_criteria, record)}
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
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": str(message.approximate_receive_count),
            "SentTimestamp": str(message.sent_timestamp),
            "SenderId": message.sender_id,
            "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
        },
        "messageAttributes": message.message_attributes,
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.queue_arn,
        "awsRegion": queue.region,
    }


def passes(criteria: dict[str, Any] | None, record: dict[str, Any]) -> bool:
    patterns = [filter["Pattern"] for filter in (criteria or {}).get("Filters", [])]
    try:
        body = json.loads(record["body"])
    except ValueError:
        body = record["body"]
    return not patterns or any(EventPattern.load(p).matches_event({**record, "body": body}) for p in patterns)
