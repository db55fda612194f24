"""A stream by its name or its ARN, and what hangs on it."""

from __future__ import annotations

from typing import Any

from moto.kinesis.exceptions import ConsumerNotFound
from moto.kinesis.models import Consumer, KinesisBackend, Stream


def stream_named(backend: KinesisBackend, arn: str | None, name: str | None = None) -> Stream:
    return backend.describe_stream(stream_arn=arn.split("/consumer/")[0] if arn else None, stream_name=name)


def holder_of(backend: KinesisBackend, arn: str) -> Any:
    """The stream or the consumer whose policy and tags they are."""
    stream = stream_named(backend, arn)
    if "/consumer/" not in arn:
        return stream
    found: Consumer | None = stream.get_consumer_by_arn(arn)
    if found is None:
        raise ConsumerNotFound(consumer=arn, account_id=backend.account_id)
    return found
