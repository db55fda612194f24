"""The form in which AWS writes an event, and that in which moto's own targets want it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html. moto has its time in seconds, and
adds when it came in.
"""

from __future__ import annotations

import json
import time
import uuid
from datetime import datetime, timezone
from typing import Any

NAMES = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail")


def event_of(source: str, kind: str, account: str, region: str, resources: list[str], detail: Any) -> dict[str, Any]:
    """An event of one of AWS's services, which happens now. `kind` is its detail type."""
    return as_aws_writes(
        {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": kind,
            "source": source,
            "account": account,
            "time": time.time(),
            "region": region,
            "resources": resources,
            "detail": detail,
        }
    )


def as_aws_writes(event: dict[str, Any]) -> dict[str, Any]:
    given = {name: event[name] for name in NAMES if name in event}
    replayed = {"replay-name": event["replay-name"]} if "replay-name" in event else {}
    when = given["time"]
    return {**given, "time": when if isinstance(when, str) else written(float(when)), **replayed}


def as_moto_writes(event: dict[str, Any]) -> dict[str, Any]:
    when = datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp()
    return {**event, "time": when, "ingestion-time": time.time()}


def now() -> str:
    return written(time.time())


def written(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def compact(value: Any) -> str:
    """JSON as AWS sends it, without spaces."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
