"""A message in a dead-letter queue tells by its attributes why it is there."""

from __future__ import annotations


def attributes(told: dict[str, str | None]) -> dict[str, dict[str, str]]:
    """Message attributes of SQS; what is not known is left out."""
    return {name: {"DataType": "String", "StringValue": value} for name, value in told.items() if value is not None}
