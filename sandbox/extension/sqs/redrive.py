"""A redrive policy names a queue that exists, is of the same type and lets itself be named.

Plain moto calls a missing dead-letter queue a missing queue, lets a standard queue name a FIFO one, and does not
ask whom the dead-letter queue allows.
"""

from __future__ import annotations

import json
from typing import Any

from moto.sqs.exceptions import InvalidAttributeValue, InvalidParameterValue
from moto.sqs.models import Queue, SQSBackend

from patching import Sandbox, replaces

MOST_RECEIVES = 1000
MOST_SOURCES = 10


def apply(sandbox: Sandbox) -> None:
    @replaces(SQSBackend, "create_queue")
    def create_queue(original: Any, self: Any, name: str, tags: Any = None, **given: Any) -> Any:
        arn = f"arn:aws:sqs:{self.region_name}:{self.account_id}:{name}"
        refuse(self, arn, given.get("FifoQueue") == "true", given)
        return original(self, name, tags, **given)

    @replaces(SQSBackend, "set_queue_attributes")
    def set_queue_attributes(original: Any, self: Any, queue_name: str, attributes: dict[str, Any]) -> Any:
        queue = self.get_queue(queue_name)
        refuse(self, queue.queue_arn, queue.fifo_queue, attributes)
        return original(self, queue_name, attributes)


def refuse(backend: SQSBackend, source: str, fifo: bool, given: dict[str, Any]) -> None:
    if text := given.get("RedrivePolicy"):
        if policy := json.loads(text):
            why = fault_of(backend, source, fifo, policy)
            if why is not None:
                raise InvalidParameterValue(f"Value {text} for parameter RedrivePolicy is invalid. Reason: {why}.")
    if (text := given.get("RedriveAllowPolicy")) and not is_allow_policy(json.loads(text)):
        raise InvalidAttributeValue("RedriveAllowPolicy")


def fault_of(backend: SQSBackend, source: str, fifo: bool, policy: dict[str, Any]) -> str | None:
    for name in ("deadLetterTargetArn", "maxReceiveCount"):
        if name not in policy:
            return f"Redrive policy does not contain mandatory attribute: {name}"
    count = str(policy["maxReceiveCount"])
    if not count.isdecimal() or not 1 <= int(count) <= MOST_RECEIVES:
        return (
            f"Invalid value for maxReceiveCount: {count}, "
            f"valid values are from 1 to {MOST_RECEIVES} both inclusive"
        )
    target = next((each for each in backend.queues.values() if each.queue_arn == policy["deadLetterTargetArn"]), None)
    if target is None:
        return "Dead letter target does not exist"
    if target.fifo_queue != fifo:
        return "Dead-letter queue must be same type of queue as the source."
    return None if allows(target, source) else "Dead letter target does not allow this queue as source"


def allows(target: Queue, source: str) -> bool:
    policy = json.loads(target.redrive_allow_policy or "{}")
    permission = policy.get("redrivePermission", "allowAll")
    return permission == "allowAll" or (permission == "byQueue" and source in policy["sourceQueueArns"])


def is_allow_policy(policy: dict[str, Any]) -> bool:
    sources = policy.get("sourceQueueArns")
    if policy.get("redrivePermission") == "byQueue":
        return isinstance(sources, list) and 1 <= len(sources) <= MOST_SOURCES
    return policy.get("redrivePermission") in ("allowAll", "denyAll") and sources is None
