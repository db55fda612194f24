"""A consumer has an ARN of its own each time that it is registered, and is being made for a while.

Plain moto leaves the time out of the ARN, registers one twice, drops its tags, knows no pages, and takes away all but the
one that is deregistered by its name.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis.exceptions import InvalidArgumentError, ResourceInUseError
from moto.kinesis.models import Consumer
from moto.kinesis.responses import KinesisResponse

from awslambda.settling import SECONDS
from kinesis.named import stream_named
from kinesis.states import require_active
from patching import Sandbox, replaces

PAGE = 100
"""https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreamConsumers.html"""


def apply(sandbox: Sandbox) -> None:
    @replaces(Consumer, "__init__")
    def make(original: Any, self: Any, *given: Any, **more: Any) -> None:
        original(self, *given, **more)
        self.consumer_arn = f"{self.consumer_arn}:{seconds_of(self.created)}"
        self.tags = {}
        self.sandbox_made_at = time.monotonic() + SECONDS

    @replaces(Consumer, "to_json")
    def to_json(original: Any, self: Any, include_stream_arn: bool = False) -> dict[str, Any]:
        status = "ACTIVE" if time.monotonic() >= self.sandbox_made_at else "CREATING"
        return {**original(self, include_stream_arn), "ConsumerStatus": status}

    @replaces(KinesisResponse, "register_stream_consumer")
    def register_stream_consumer(original: Any, self: Any) -> ActionResult:
        backend, name = self.kinesis_backend, self._get_param("ConsumerName")
        stream = stream_named(backend, self._get_param("StreamARN"))
        require_active(backend, stream)
        if any(one.consumer_name == name for one in stream.consumers):
            raise ResourceInUseError(
                f"Consumer {name} under stream {stream.arn} already exists for account {backend.account_id}."
            )
        answer = original(self)
        stream.consumers[-1].tags.update(self._get_param("Tags") or {})
        return answer

    @replaces(KinesisResponse, "list_stream_consumers")
    def list_stream_consumers(original: Any, self: Any) -> ActionResult:
        stream = stream_named(self.kinesis_backend, self._get_param("StreamARN"))
        names = [one.consumer_name for one in stream.consumers]
        after = self._get_param("NextToken")
        if after and after not in names:
            raise InvalidArgumentError("NextToken is invalid")
        left = stream.consumers[names.index(after) + 1 if after else 0 :]
        page = left[: self._get_param("MaxResults") or PAGE]
        more = {"NextToken": page[-1].consumer_name} if len(left) > len(page) else {}
        return ActionResult({"Consumers": [one.to_json() for one in page], **more})

    @replaces(KinesisResponse, "deregister_stream_consumer")
    def deregister_stream_consumer(original: Any, self: Any) -> EmptyResult:
        backend = self.kinesis_backend
        found = backend.describe_stream_consumer(
            stream_arn=self._get_param("StreamARN"),
            consumer_name=self._get_param("ConsumerName"),
            consumer_arn=self._get_param("ConsumerARN"),
        )
        backend.resource_policies.pop(found.consumer_arn, None)
        stream_named(backend, found.stream_arn).consumers.remove(found)
        return EmptyResult()


def seconds_of(moment: datetime) -> int:
    return int((moment - datetime(1970, 1, 1)).total_seconds())
