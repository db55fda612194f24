"""A mapping reads back with the defaults of its kind, and takes a moment to become what it was told to be.

AWS answers a creation with `Creating`, a change with `Updating`, `Enabling` or `Disabling` and a deletion with
`Deleting`, all with status 202, and returns every default: a stream's are many, a queue's few. Plain moto returns
what it was given, is ready at once, and says another reason for everything.
"""

from __future__ import annotations

import time
from typing import Any

from moto.awslambda.models import EventSourceMapping
from moto.awslambda.responses import LambdaResponse

from awslambda.settling import SECONDS
from patching import Sandbox, replaces

OF_QUEUES = {"FunctionResponseTypes": [], "MaximumBatchingWindowInSeconds": 0}
OF_STREAMS = OF_QUEUES | {
    "BisectBatchOnFunctionError": False,
    "DestinationConfig": {"OnFailure": {}},
    "LastProcessingResult": "No records processed",
    "MaximumRecordAgeInSeconds": -1,
    "MaximumRetryAttempts": -1,
    "ParallelizationFactor": 1,
    "TumblingWindowInSeconds": 0,
}
EMPTY = (None, "", {}, {"Filters": []}, {"Metrics": []})
"""What AWS takes for not set, where it has no default."""


def apply(sandbox: Sandbox) -> None:
    @replaces(EventSourceMapping, "get_configuration")
    def get_configuration(original: Any, self: Any) -> dict[str, Any]:
        queue = ":sqs:" in self.event_source_arn
        told = {name: value for name, value in original(self).items() if name != "Tags" and value not in EMPTY}
        reason = "USER_INITIATED" if queue else "User action"
        return (OF_QUEUES if queue else OF_STREAMS) | told | {"State": state_of(self), "StateTransitionReason": reason}

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
