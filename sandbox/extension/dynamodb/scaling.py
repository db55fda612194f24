"""What is scaled of a table is scaled under DynamoDB's service-linked role, and nothing of it is suspended unless somebody says so.
A scheduled action that is past is refused.

Plain moto tells no role, and nothing of what is suspended, and takes any time.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from moto.applicationautoscaling.exceptions import AWSValidationException
from moto.applicationautoscaling.models import ApplicationAutoscalingBackend

from patching import Sandbox, replaces

LINKED = (
    "arn:aws:iam::{account}:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/"
    "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable"
)
RUNNING = {
    "DynamicScalingInSuspended": False,
    "DynamicScalingOutSuspended": False,
    "ScheduledScalingSuspended": False,
}


def apply(sandbox: Sandbox) -> None:
    @replaces(ApplicationAutoscalingBackend, "register_scalable_target")
    def register_scalable_target(original: Any, self: Any, *args: Any, **kwargs: Any) -> Any:
        target = original(self, *args, **kwargs)
        if target.service_namespace == "dynamodb":
            target.role_arn = LINKED.format(account=sandbox.account)
            target.suspended_state = {**RUNNING, **(target.suspended_state or {})}
        return target

    @replaces(ApplicationAutoscalingBackend, "put_scheduled_action")
    def put_scheduled_action(original: Any, self: Any, **kwargs: Any) -> Any:
        refuse_past(kwargs.get("schedule"), kwargs.get("timezone"), kwargs.get("end_time"))
        return original(self, **kwargs)


def refuse_past(schedule: str | None, zone: str | None, end: Any) -> None:
    """A time in a zone of its own is taken."""
    now = datetime.datetime.now(tz=datetime.timezone.utc)
    once = re.fullmatch(r"at\((.+)\)", schedule or "")
    past = once is not None and zone in (None, "UTC") and utc(once[1]) < now
    if past or (isinstance(end, (int, float)) and end < now.timestamp()):
        raise AWSValidationException("The schedule of a scheduled action cannot be in the past")


def utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc)
