"""Pipes that run read their source in batches, drop what no filter fits, and hand on the rest.

What a batch comes to nothing by stays in a queue, and is seen again after its visibility timeout; of a stream it is tried
again until its attempts are used up, and then told to the dead-letter queue. Of Kafka and brokers nothing ever comes. Plain
moto's pipes do nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from moto.pipes.models import Pipe, pipes_backends
from moto.sqs.models import sqs_backends

from awslambda.filters import passes
from awslambda.mapping_checks import queue_of
from awslambda.poller import MOST, PAUSE_SECONDS, record_of
from awslambda.sources import STREAMS
from delivery.failure import Undelivered
from patching import Sandbox
from pipes import shards
from pipes.calling import delivered, enriched
from pipes.parameters import of_source, source_kind
from pipes.records import as_piped, parsed
from pipes.states import state_of

log = logging.getLogger("sandbox")


def apply(sandbox: Sandbox) -> None:
    threading.Thread(target=poll_forever, args=(sandbox,), name="pipes", daemon=True).start()


def poll_forever(sandbox: Sandbox) -> None:
    busy: dict[str, threading.Thread] = {}
    while True:
        time.sleep(PAUSE_SECONDS)
        for backend in list(pipes_backends[sandbox.account].values()):
            for pipe in list(backend.pipes.values()):
                running = busy.get(pipe.arn)
                if running and running.is_alive():
                    continue
                poll = poll_of(sandbox, pipe)
                if poll is not None:
                    busy[pipe.arn] = threading.Thread(target=guarded, args=(pipe, poll), daemon=True)
                    busy[pipe.arn].start()


def guarded(pipe: Pipe, poll: Callable[[], None]) -> None:
    try:
        poll()
    except Exception:
        # The next round tries again, as AWS's pollers do.
        log.error("pipe %s: delivery failed", pipe.name, exc_info=True)


def poll_of(sandbox: Sandbox, pipe: Pipe) -> Callable[[], None] | None:
    """What there is to do for a pipe, if anything waits."""
    if state_of(pipe) != "RUNNING":
        return None
    kind = source_kind(pipe.source)
    hand = partial(hand_on, sandbox, pipe)
    if kind in STREAMS:
        shards.begin(pipe)
        waits = shards.waits(pipe)
        return partial(shards.poll_once, sandbox, pipe, hand) if waits else None
    queue = queue_of(pipe.source) if kind == "sqs" else None
    return partial(poll_queue, pipe, queue, hand) if queue is not None and queue.messages else None


def hand_on(sandbox: Sandbox, pipe: Pipe, events: list[dict[str, Any]]) -> Any:
    """What the target answers. Raises Undelivered."""
    criteria = (pipe.source_parameters or {}).get("FilterCriteria")
    wanted = [event for event in events if passes(criteria, parsed(event))]
    going = enriched(sandbox, pipe, wanted) if wanted else []
    return delivered(sandbox, pipe, going) if going else None


def poll_queue(pipe: Pipe, queue: Any, hand: Callable[[list[dict[str, Any]]], Any]) -> None:
    queues = sqs_backends[pipe.account_id][pipe.region_name]
    most = min(of_source(pipe).get("BatchSize", MOST), MOST)
    messages = queues.receive_message(queue.name, most, 0, queue.visibility_timeout, ["All"])
    if not messages:
        return
    try:
        failed = failures(hand([as_piped(record_of(message, queue)) for message in messages]))
    except Undelivered as failure:
        log.warning("pipe %s: %s: %s", pipe.name, failure.code, failure)
        return
    for message in messages:
        if message.id in failed:
            queues.change_message_visibility(queue.name, message.receipt_handle, 0)
        else:
            queues.delete_message(queue.name, message.receipt_handle)


def failures(answer: Any) -> set[str]:
    """Ids of records that a target gives back."""
    named = answer.get("batchItemFailures") if isinstance(answer, dict) else None
    return {each["itemIdentifier"] for each in named or []}
