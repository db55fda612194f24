"""A record as a pipe hands it on, and as its filters and templates see it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-source.html. Unlike those of a mapping, records of
Kinesis have no envelope; and where a body, or data, is JSON, filters and paths look into it.
"""

from __future__ import annotations

import base64
import json
from typing import Any


def as_piped(record: dict[str, Any]) -> dict[str, Any]:
    """Of a record as Lambda's mappings have it."""
    if "kinesis" not in record:
        return {name: value for name, value in record.items() if value is not None}
    return {**record["kinesis"], **{name: value for name, value in record.items() if name != "kinesis"}}


def parsed(event: Any) -> Any:
    """What an enrichment answered is seen as it is."""
    if not isinstance(event, dict):
        return event
    source = event.get("eventSource")
    if source == "aws:sqs" and isinstance(event.get("body"), str):
        return {**event, "body": from_json(event["body"])}
    if source == "aws:kinesis" and isinstance(event.get("data"), str):
        return {**event, "data": from_json(base64.b64decode(event["data"]).decode(errors="replace"))}
    return event


def from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
