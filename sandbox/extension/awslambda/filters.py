"""Which records a mapping hands over: those that any of its filters fits, or all where it has none."""

from __future__ import annotations

from typing import Any

from moto.events.models import EventPattern


def passes(criteria: dict[str, Any] | None, record: dict[str, Any]) -> bool:
    patterns = [each["Pattern"] for each in (criteria or {}).get("Filters", [])]
    return not patterns or any(EventPattern.load(each).matches_event(record) for each in patterns)
