"""Rules with an expression fire. Plain moto keeps it."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from moto.events.models import events_backends

from clock import clock
from delivery.envelope import event_of, written
from events.delivering import hand_out
from patching import Sandbox
from scheduler.moments import Times, moments


def apply(sandbox: Sandbox) -> None:
    def passed(after: datetime, until: datetime, only: str) -> None:
        for backend in list(events_backends[sandbox.account].values()):
            rules = list(backend.event_buses["default"].rules.values())
            for rule in (each for each in rules if each.arn.startswith(only)):
                for moment in due(rule, after, until):
                    hand_out(sandbox, rule, scheduled(rule, moment))

    clock.listeners.append(passed)


def due(rule: Any, after: datetime, until: datetime) -> list[datetime]:
    """The first time of a rate is one interval after the rule was written."""
    if not rule.scheduled_expression or rule.state == "DISABLED":
        return []
    since: datetime = getattr(rule, "sandbox_since", after)
    times = Times(rule.scheduled_expression, timezone.utc, since)
    return [moment for moment in moments(times, max(after, since), until) if moment > since]


def scheduled(rule: Any, moment: datetime) -> dict[str, Any]:
    event = event_of("aws.events", "Scheduled Event", rule.account_id, rule.region_name, [rule.arn], {})
    return {**event, "time": written(moment.timestamp())}
