"""What AWS refuses when an event source mapping is made or changed, in its words where an answer of it is known.

Plain moto takes a stream without a starting position, a queue with the settings of a stream, a batch that no
window fills, and a role that may not read.
"""

from __future__ import annotations

import json
from typing import Any

from moto.awslambda.models import LambdaBackend
from moto.core.exceptions import JsonRESTError
from moto.sqs.models import Queue, sqs_backends

from awslambda.names import refusal, split
from iam.permits import permits

OF_STREAMS = (
    "BisectBatchOnFunctionError",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "ParallelizationFactor",
    "StartingPosition",
    "StartingPositionTimestamp",
    "TumblingWindowInSeconds",
)
OF_QUEUES = ("ScalingConfig",)
BATCH_WITHOUT_WINDOW = 10
READS = {
    "sqs": ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"),
    "kinesis": ("GetRecords", "GetShardIterator", "DescribeStream", "ListShards"),
    "dynamodb": ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"),
}


def refuse_creation(backend: LambdaBackend, spec: dict[str, Any]) -> None:
    arn = spec.get("EventSourceArn")
    if arn is None and "SelfManagedEventSource" not in spec:
        raise invalid("Unrecognized event source.")
    try:
        fn = backend.get_function(*split(spec["FunctionName"]))
    except JsonRESTError:
        raise invalid("Function does not exist") from None
    if arn is None:
        return
    kind = arn.split(":")[2]
    if kind in ("kinesis", "dynamodb"):
        refuse_start(kind, arn, spec)
    refuse_settings(kind, arn, spec)
    if kind == "sqs":
        refuse_queue(arn, fn)
    for action in READS.get(kind, ()):
        if not permits(fn.role, f"{kind}:{action}", arn):
            raise invalid(may_not_read(kind, arn, action))


def refuse_start(kind: str, arn: str, spec: dict[str, Any]) -> None:
    start = spec.get("StartingPosition")
    if start is None:
        why = "Value null at 'startingPosition' failed to satisfy constraint: Member must not be null."
        raise invalid(f"1 validation error detected: {why}")
    if kind == "dynamodb" and start == "AT_TIMESTAMP":
        raise invalid(f"Unsupported starting position for arn type: {arn}")


def refuse_settings(kind: str, arn: str, spec: dict[str, Any], before: dict[str, Any] | None = None) -> None:
    """Of a creation, or of a change to what was there `before`."""
    foreign = OF_STREAMS if kind == "sqs" else OF_QUEUES
    destinations = spec.get("DestinationConfig") or {}
    if kind == "sqs" and destinations or "OnSuccess" in destinations:
        foreign = (*foreign, "DestinationConfig")
    if arn.endswith(".fifo"):
        foreign = (*foreign, "MaximumBatchingWindowInSeconds")
    for name in foreign:
        if spec.get(name) is not None:
            raise invalid(f"Unsupported {name} parameter for given event source mapping type.")
    after = {**(before or {}), **spec}
    large = (after.get("BatchSize") or 0) > BATCH_WITHOUT_WINDOW
    if kind == "sqs" and large and not after.get("MaximumBatchingWindowInSeconds"):
        why = "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
        raise invalid(why)
    for each in (spec.get("FilterCriteria") or {}).get("Filters", []):
        if not is_pattern(each.get("Pattern", "{}")):
            raise invalid("Invalid filter pattern definition.")


def is_pattern(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def refuse_queue(arn: str, fn: Any) -> None:
    queue = queue_of(arn)
    if queue is None:
        code = "SQS Error Code: AWS.SimpleQueueService.NonExistentQueue."
        why = f"{code} SQS Error Message: The specified queue does not exist."
        raise invalid(f"Error occurred while ReceiveMessage. {why}")
    visible, timeout = int(queue.visibility_timeout), int(fn.timeout)
    if visible < timeout:
        raise invalid(f"Queue visibility timeout: {visible} seconds is less than Function timeout: {timeout} seconds")


def queue_of(arn: str) -> Queue | None:
    _, _, _, region, account, name = arn.split(":", 5)
    return sqs_backends[account][region].queues.get(name)


def may_not_read(kind: str, arn: str, action: str) -> str:
    if kind == "sqs":
        return f"The function execution role does not have permissions to call {action} on SQS"
    reads = ", ".join(READS[kind][:-1])
    return (
        f"Cannot access stream {arn}. Please ensure the role can perform the {reads}, and {READS[kind][-1]} "
        "Actions on your stream in IAM."
    )


def invalid(message: str) -> Exception:
    return refusal(400, "InvalidParameterValueException", message)
