"""What AWS refuses when an event source mapping is made or changed, in its words where an answer of it is known.

Plain moto takes a stream without a starting position, a queue with the settings of a stream, a batch that no
window fills, and a role that may not read. Of what Kafka, MQ and DocumentDB need, only the words for a self-managed
cluster without access are known: the others are formed like them. Roles are asked for queues and streams alone.
"""

from __future__ import annotations

import json
from typing import Any

from moto.awslambda.models import LambdaBackend
from moto.core.exceptions import JsonRESTError
from moto.sqs.models import Queue, sqs_backends

from awslambda.names import refusal, split
from awslambda.sources import DISTANT, KAFKA, STREAMS, kind_of, virtual_hosts
from awslambda.streams import stream_of
from iam.permits import permits

POLLED = STREAMS | KAFKA
STARTED = POLLED | {"rds"}
TAKEN_BY = {
    "AmazonManagedKafkaEventSourceConfig": {"kafka"},
    "BisectBatchOnFunctionError": POLLED,
    "DestinationConfig": POLLED,
    "DocumentDBEventSourceConfig": {"rds"},
    "FunctionResponseTypes": POLLED | {"sqs"},
    "LoggingConfig": KAFKA,
    "MaximumRecordAgeInSeconds": POLLED,
    "MaximumRetryAttempts": POLLED,
    "ParallelizationFactor": STREAMS,
    "ProvisionedPollerConfig": KAFKA | {"sqs"},
    "Queues": {"mq"},
    "ScalingConfig": {"sqs"},
    "SelfManagedKafkaEventSourceConfig": {"self-managed"},
    "SourceAccessConfigurations": DISTANT,
    "StartingPosition": STARTED,
    "StartingPositionTimestamp": STARTED,
    "Topics": KAFKA,
    "TumblingWindowInSeconds": STREAMS,
}
"""Kinds of sources by setting: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"""
NEEDED = {
    "kafka": ("Topics",),
    "self-managed": ("SourceAccessConfigurations", "Topics"),
    "mq": ("SourceAccessConfigurations", "Queues"),
    "rds": ("SourceAccessConfigurations", "DocumentDBEventSourceConfig"),
}
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
    kind = kind_of(arn)
    if kind not in DISTANT | READS.keys():
        raise invalid("Unrecognized event source.")
    for name in NEEDED.get(kind, ()):
        if not spec.get(name):
            raise invalid(f"Required '{name[0].lower()}{name[1:]}' parameter is missing.")
    if kind in STREAMS:
        refuse_start(kind, arn or "", spec)
    refuse_settings(arn, spec)
    if kind in STREAMS and stream_of(arn or "") is None:
        raise invalid(f"Stream not found: {arn}")
    if kind == "sqs":
        refuse_queue(arn or "", fn)
    for action in READS.get(kind, ()):
        if not permits(fn.role, f"{kind}:{action}", arn or ""):
            raise invalid(may_not_read(kind, arn or "", action))


def refuse_start(kind: str, arn: str, spec: dict[str, Any]) -> None:
    start = spec.get("StartingPosition")
    if start is None:
        why = "Value null at 'startingPosition' failed to satisfy constraint: Member must not be null."
        raise invalid(f"1 validation error detected: {why}")
    if kind == "dynamodb" and start == "AT_TIMESTAMP":
        raise invalid(f"Unsupported starting position for arn type: {arn}")


def refuse_change(arn: str, spec: dict[str, Any], before: dict[str, Any]) -> None:
    """What a mapping keeps for ever: its consumer group, and the virtual host that it reads."""
    refuse_settings(arn, spec, before)
    if virtual_hosts(spec.get("SourceAccessConfigurations")):
        raise invalid("VIRTUAL_HOST cannot be specified when an event source mapping is updated.")
    for name in ("AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig"):
        group = (spec.get(name) or {}).get("ConsumerGroupId")
        if group not in (None, (before.get(name) or {}).get("ConsumerGroupId")):
            raise invalid("ConsumerGroupId of an event source mapping cannot be updated.")


def refuse_settings(arn: str | None, spec: dict[str, Any], before: dict[str, Any] | None = None) -> None:
    """Of a creation, or of a change to what was there `before`."""
    kind = kind_of(arn)
    for name, kinds in TAKEN_BY.items():
        if kind not in kinds and spec.get(name) not in (None, [], {}):
            raise unsupported(name)
    if "OnSuccess" in (spec.get("DestinationConfig") or {}):
        raise unsupported("DestinationConfig")
    if (arn or "").endswith(".fifo") and spec.get("MaximumBatchingWindowInSeconds") is not None:
        raise unsupported("MaximumBatchingWindowInSeconds")
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


def unsupported(name: str) -> Exception:
    return invalid(f"Unsupported {name} parameter for given event source mapping type.")


def invalid(message: str) -> Exception:
    return refusal(400, "InvalidParameterValueException", message)
