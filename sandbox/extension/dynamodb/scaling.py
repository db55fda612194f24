"""What is scaled of a table is scaled under DynamoDB's service-linked role, and nothing of it is suspended unless somebody says so.

Plain moto tells no role, and nothing of what is suspended.
"""

from __future__ import annotations

from typing import Any

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
