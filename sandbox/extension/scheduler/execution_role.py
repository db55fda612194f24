"""The role of a target lets Scheduler assume it, on behalf of the schedule's group. Plain moto takes any text.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
"""

from __future__ import annotations

from typing import Any

from moto.scheduler.exceptions import ValidationException
from moto.scheduler.models import EventBridgeSchedulerBackend

from iam.trust import trusts
from patching import Sandbox, replaces

SERVICE = "scheduler.amazonaws.com"


def apply(sandbox: Sandbox) -> None:
    def checked(operation: str) -> None:
        @replaces(EventBridgeSchedulerBackend, operation)
        def write(original: Any, self: Any, **given: Any) -> Any:
            group = self.get_schedule_group(given["group_name"])
            refuse_role(given["target"]["RoleArn"], group.arn, self.account_id)
            return original(self, **given)

    checked("create_schedule")
    checked("update_schedule")


def refuse_role(role: str, group: str, account: str) -> None:
    if not trusts(role, {"Service": SERVICE}, {"aws:sourcearn": group, "aws:sourceaccount": account}):
        why = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
        raise ValidationException(why)


def source_of(schedule: Any) -> str:
    """The ARN of the group, `arn:aws:scheduler:us-east-1:123456789012:schedule-group/default`."""
    return str(schedule.arn).replace(":schedule/", ":schedule-group/").rsplit("/", 1)[0]
