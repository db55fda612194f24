"""An update sets every field that it leaves out to its default, as a creation does.

Plain moto then loses the state, keeps the action after completion, and answers null for what is not set.
"""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moto.scheduler.exceptions import ValidationException
from moto.scheduler.models import EventBridgeSchedulerBackend, Schedule
from moto.scheduler.responses import EventBridgeSchedulerResponse

from clock import clock
from patching import Sandbox, replaces

RETRIES = {"MaximumEventAgeInSeconds": 86_400, "MaximumRetryAttempts": 185}
LISTED = ("Arn", "CreationDate", "GroupName", "LastModificationDate", "Name", "State", "Target")


def apply(sandbox: Sandbox) -> None:
    @replaces(EventBridgeSchedulerBackend, "create_schedule")
    def create_schedule(original: Any, self: Any, **given: Any) -> Any:
        refuse_zone(given["schedule_expression_timezone"])
        given["action_after_completion"] = given["action_after_completion"] or "NONE"
        schedule = original(self, **given)
        schedule.sandbox_since = clock.now()
        return schedule

    @replaces(EventBridgeSchedulerBackend, "update_schedule")
    def update_schedule(original: Any, self: Any, **given: Any) -> Any:
        refuse_zone(given["schedule_expression_timezone"])
        return original(self, **{**given, "state": given["state"] or "ENABLED"})

    @replaces(EventBridgeSchedulerResponse, "update_schedule")
    def update(original: Any, self: Any) -> Any:
        answer = original(self)
        name = self.uri.split("?")[0].split("/")[-1]
        schedule = self.scheduler_backend.get_schedule(self._get_param("GroupName"), name)
        schedule.action_after_completion = self._get_param("ActionAfterCompletion") or "NONE"
        return answer

    @replaces(Schedule, "validate_target")
    def validate_target(original: Any, target: dict[str, Any]) -> dict[str, Any]:
        return {**target, "RetryPolicy": RETRIES | (target.get("RetryPolicy") or {})}

    Schedule.validate_target = staticmethod(Schedule.validate_target)

    @replaces(Schedule, "to_dict")
    def to_dict(original: Any, self: Any, short: bool = False) -> dict[str, Any]:
        told = {name: value for name, value in original(self, short).items() if value is not None}
        return {name: told[name] for name in LISTED} if short else told

    @replaces(EventBridgeSchedulerResponse, "list_schedules")
    def list_schedules(original: Any, self: Any) -> str:
        answer = json.loads(original(self))
        return json.dumps({name: value for name, value in answer.items() if value is not None})


def refuse_zone(zone: str | None) -> None:
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationException(f"Invalid Schedule Expression Timezone {zone}.") from None
