"""Creating a queue that exists changes nothing, and a deleted queue's name is not free for a minute.

Plain moto compares the texts of policies, gives an existing queue the tags of the call, and takes a deleted
queue's name at once.
"""

from __future__ import annotations

import json
import time
from typing import Any

from moto.sqs.exceptions import QueueAlreadyExists, SQSException
from moto.sqs.models import Queue, SQSBackend

from patching import Sandbox, replaces
from sqs.attributes import POLICIES

SECONDS_AFTER_DELETION = 60


def apply(sandbox: Sandbox) -> None:
    @replaces(SQSBackend, "create_queue")
    def create_queue(original: Any, self: Any, name: str, tags: Any = None, **given: Any) -> Any:
        if name in self.queues:
            refuse_changes(given, self.queues[name])
            return self.queues[name]
        if time.monotonic() - deletions(self).get(name, -SECONDS_AFTER_DELETION) < SECONDS_AFTER_DELETION:
            raise SQSException(
                "AWS.SimpleQueueService.QueueDeletedRecently",
                "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
            )
        return original(self, name, tags, **given)

    @replaces(SQSBackend, "delete_queue")
    def delete_queue(original: Any, self: Any, queue_name: str) -> None:
        original(self, queue_name)
        deletions(self)[queue_name] = time.monotonic()


def deletions(backend: SQSBackend) -> dict[str, float]:
    """When each queue was deleted. Kept in moto's SQS, so that a reset forgets it too."""
    return backend.__dict__.setdefault("sandbox_deletions", {})


def refuse_changes(given: dict[str, Any], queue: Queue) -> None:
    existing = {"KmsDataKeyReusePeriodSeconds": queue.kms_data_key_reuse_period_seconds} | queue.attributes
    for name, value in given.items():
        if meaning(name, value) != meaning(name, existing.get(name)):
            raise QueueAlreadyExists(
                f"A queue already exists with the same name and a different value for attribute {name}"
            )


def meaning(name: str, value: Any) -> Any:
    """How a value is compared: policies as documents, everything else as the text that AWS returns."""
    if name not in POLICIES:
        return "" if value is None else str(value)
    document = json.loads(value or "{}")
    if "maxReceiveCount" in document:
        document["maxReceiveCount"] = int(document["maxReceiveCount"])
    return document
