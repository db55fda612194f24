"""PutEvents takes objects alone, for a bus that is there, and from no source of AWS's own.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html. Plain moto takes every JSON for a
detail, and every source.
"""

from __future__ import annotations

import json
from typing import Any

from moto.events.exceptions import ResourceNotFoundException, ValidationException
from moto.events.models import EventsBackend

from patching import Sandbox, replaces

LARGEST = 1024 * 1024
"""Bytes of all entries of a request: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html"""

NOT_OURS = {"ErrorCode": "NotAuthorizedForSourceException", "ErrorMessage": "Not authorized for the source."}


def apply(sandbox: Sandbox) -> None:
    @replaces(EventsBackend, "put_events")
    def put_events(original: Any, self: Any, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if sum(size_of(event) for event in events) > LARGEST:
            raise ValidationException("Total size of the entries in the request is over the limit.")
        for event in events:
            bus = self._normalize_event_bus_arn(event.get("EventBusName"))
            if bus not in self.event_buses:
                raise ResourceNotFoundException(f"Event bus {bus} does not exist.")
        taken = [event for event in events if not is_of_aws(event)]
        answers = iter(original(self, [{**event, "Detail": only_object(event.get("Detail"))} for event in taken]))
        return [dict(NOT_OURS) if is_of_aws(event) else next(answers) for event in events]


def is_of_aws(event: dict[str, Any]) -> bool:
    return (event.get("Source") or "").startswith("aws.")


def size_of(event: dict[str, Any]) -> int:
    time = 14 if event.get("Time") is not None else 0
    texts = [event.get(name) or "" for name in ("Source", "DetailType", "Detail")]
    return time + sum(len(text.encode()) for text in [*texts, *(event.get("Resources") or [])])


def only_object(detail: str | None) -> str | None:
    try:
        return detail if not detail or isinstance(json.loads(detail), dict) else "malformed"
    except ValueError:
        return detail
