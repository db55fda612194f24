"""What AWS does not take as a queue's name or attribute.

Plain moto keeps any attribute and any value, fails on those that are no numbers or no JSON, and lets a queue
change its type. The words are AWS's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from moto.sqs.exceptions import InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue, SQSException
from moto.sqs.models import SQSBackend

from patching import Sandbox, replaces

NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
FIFO_NAME = re.compile(r"[A-Za-z0-9_-]{1,75}\.fifo")


def number(least: int, most: int) -> Callable[[str], bool]:
    return lambda value: value.isdecimal() and least <= int(value) <= most


def one_of(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


def document(value: str) -> bool:
    try:
        return value == "" or isinstance(json.loads(value), dict)
    except ValueError:
        return False


VALID: dict[str, Callable[[str], bool]] = {
    "DelaySeconds": number(0, 900),
    "KmsDataKeyReusePeriodSeconds": number(60, 86_400),
    "KmsMasterKeyId": lambda value: True,
    "MaximumMessageSize": number(1024, 1_048_576),
    "MessageRetentionPeriod": number(60, 1_209_600),
    "Policy": document,
    "ReceiveMessageWaitTimeSeconds": number(0, 20),
    "RedriveAllowPolicy": document,
    "RedrivePolicy": document,
    "SqsManagedSseEnabled": one_of("true", "false"),
    "VisibilityTimeout": number(0, 43_200),
}
VALID_FOR_FIFO = VALID | {
    "ContentBasedDeduplication": one_of("true", "false"),
    "DeduplicationScope": one_of("queue", "messageGroup"),
    "FifoQueue": one_of("true", "false"),
    "FifoThroughputLimit": one_of("perQueue", "perMessageGroupId"),
}
SWITCHES = ("ContentBasedDeduplication", "FifoQueue", "SqsManagedSseEnabled")
"""AWS reads them in any case: `True` is `true`."""
THROUGHPUT = ("DeduplicationScope", "FifoThroughputLimit")
ONE_ENCRYPTION = (
    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."
)


def apply(sandbox: Sandbox) -> None:
    @replaces(SQSBackend, "create_queue")
    def create_queue(original: Any, self: Any, name: str, tags: Any = None, **given: Any) -> Any:
        wanted = in_lower_case(given)
        fifo = wanted.get("FifoQueue") == "true"
        refuse_name(name, fifo)
        refuse_attributes(wanted, fifo)
        refuse_together(wanted, {})
        return original(self, name, tags, **wanted)

    @replaces(SQSBackend, "set_queue_attributes")
    def set_queue_attributes(original: Any, self: Any, queue_name: str, attributes: dict[str, Any]) -> Any:
        queue = self.get_queue(queue_name)
        wanted = in_lower_case(attributes)
        refuse_attributes(wanted, queue.fifo_queue)
        if wanted.get("FifoQueue") == "false":
            why = "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."
            raise SQSException("InvalidAttributeValue", why)
        refuse_together(wanted, queue.attributes)
        return original(self, queue_name, wanted)


def in_lower_case(given: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value).lower() if name in SWITCHES else value for name, value in given.items()}


def refuse_name(name: str, fifo: bool) -> None:
    if fifo and not FIFO_NAME.fullmatch(name):
        raise InvalidParameterValue(
            "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
            "must end with .fifo suffix and be 1 to 80 in length."
        )
    if not fifo and not NAME.fullmatch(name):
        raise InvalidParameterValue(
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        )


def refuse_attributes(given: dict[str, Any], fifo: bool) -> None:
    known = VALID_FOR_FIFO if fifo else VALID
    for name, value in given.items():
        if not fifo and name in THROUGHPUT:
            why = f"You can specify the {name} only when FifoQueue is set to true."
            raise SQSException("InvalidAttributeName", why)
        if name not in known:
            raise InvalidAttributeName(name)
        if not known[name](str(value)):
            raise InvalidAttributeValue(name)


def refuse_together(given: dict[str, Any], existing: dict[str, Any]) -> None:
    """Attributes that exclude each other, of which some may have been set before."""
    after = existing | given
    if given.get("SqsManagedSseEnabled") == "true" and after.get("KmsMasterKeyId"):
        raise SQSException("InvalidAttributeName", ONE_ENCRYPTION)
    if after.get("FifoThroughputLimit") == "perMessageGroupId" and after.get("DeduplicationScope") != "messageGroup":
        raise InvalidAttributeValue("FifoThroughputLimit")
