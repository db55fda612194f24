"""A mapping reads back with the defaults of its kind, and takes a moment to become what it was told to be.

AWS answers a creation with `Creating`, a change with `Updating`, `Enabling` or `Disabling` and a deletion with
`Deleting`, all with status 202, and returns every default: a stream's are many, a queue's few, a Kafka cluster's none. Plain moto returns
what it was given, is ready at once, and says another reason for everything.
"""

from __future__ import annotations

import time
from typing import Any

from moto.awslambda.models import EventSourceMapping
from moto.awslambda.responses import LambdaResponse

from awslambda.settling import SECONDS
from awslambda.sources import STREAMS, kind_of
from patching import Sandbox, replaces

OF_QUEUES = {"FunctionResponseTypes": [], "MaximumBatchingWindowInSeconds": 0}
UNREAD = {"LastProcessingResult": "No records processed"}
OF_STREAMS = (
    OF_QUEUES
    | UNREAD
    | {
        "BisectBatchOnFunctionError": False,
        "DestinationConfig": {"OnFailure": {}},
        "MaximumRecordAgeInSeconds": -1,
        "MaximumRetryAttempts": -1,
        "ParallelizationFactor": 1,
        "TumblingWindowInSeconds": 0,
    }
)
DEFAULTS = {
    "sqs": OF_QUEUES,
    "kinesis": OF_STREAMS,
    "dynamodb": OF_STREAMS,
    "kafka": UNREAD,
    "self-managed": UNREAD,
    "mq": UNREAD,
    "rds": UNREAD | {"MaximumBatchingWindowInSeconds": 0},
}
"""DocumentDB's as in https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html: it reads 0, and means half a second."""
POLLERS = {"sqs": {"MinimumPollers": 2, "MaximumPollers": 200}}
KAFKA_POLLERS = {"MinimumPollers": 1, "MaximumPollers": 200}
USER_ACTION = STREAMS | {"rds"}
EMPTY = (None, "", {}, {"Filters": []}, {"Metrics": []})
"""What AWS takes for not set, where it has no default."""


def apply(sandbox: Sandbox) -> None:
    @replaces(EventSourceMapping, "get_configuration")
    def get_configuration(original: Any, self: Any) -> dict[str, Any]:
        kind = kind_of(self.event_source_arn)
        more = {"StartingPositionTimestamp": self.starting_position_timestamp, "LoggingConfig": self.sandbox_logging}
        told = {name: value for name, value in (original(self) | more).items() if name != "Tags" and value not in EMPTY}
        if self.poller_config:
            told["ProvisionedPollerConfig"] = POLLERS.get(kind, KAFKA_POLLERS) | self.poller_config
        if hasattr(self, "sandbox_result"):
            told["LastProcessingResult"] = self.sandbox_result
        reason = "User action" if kind in USER_ACTION else "USER_INITIATED"
        return DEFAULTS[kind] | told | {"State": state_of(self), "StateTransitionReason": reason}

    @replaces(EventSourceMapping, "__init__")
    def initialise(original: Any, self: Any, spec: dict[str, Any]) -> None:
        self.sandbox_logging = spec.get("LoggingConfig")
        original(self, spec)

    def accepted(operation: str) -> None:
        @replaces(LambdaResponse, operation)
        def answer(original: Any, self: Any) -> Any:
            answered = original(self)
            status, headers, body = answered if isinstance(answered, tuple) else (200, {}, answered)
            return (202, {**headers, "status": 202}, body) if status < 300 else (status, headers, body)

    for operation in ("create_event_source_mapping", "update_event_source_mapping", "delete_event_source_mapping"):
        accepted(operation)


def under_way(mapping: EventSourceMapping, state: str) -> None:
    mapping.sandbox_under_way = (state, time.monotonic() + SECONDS)


def state_of(mapping: EventSourceMapping) -> str:
    state, until = getattr(mapping, "sandbox_under_way", ("", 0.0))
    return state if time.monotonic() < until else "Enabled" if mapping.enabled else "Disabled"
