"""The function of a target group.

AWS registers one function at the most, one that is there, and only where its policy lets the group invoke it. Plain moto
takes any name, and any number, and says that all of them are well.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#register-lambda-function
"""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeHealthStatus

from awslambda.invoke import lets_in
from awslambda.names import split
from patching import Sandbox, replaces

SERVICE = "elasticloadbalancing.amazonaws.com"


class Refused(ELBClientError):
    status_code = 403


def apply(sandbox: Sandbox) -> None:
    from moto.awslambda.models import lambda_backends

    @replaces(ELBv2Backend, "register_targets")
    def register(original: Any, self: Any, target_group_arn: str, instances: list[Any]) -> None:
        group = self.target_groups.get(target_group_arn)
        if group is None or group.target_type != "lambda":
            return original(self, target_group_arn, instances)
        for arn in (one["Id"] for one in instances):
            if not arn.startswith(f"arn:aws:lambda:{self.region_name}:{self.account_id}:function:"):
                why = f"The specified target '{arn}' is not a valid Lambda function ARN"
                raise ELBClientError("InvalidTarget", why)
            name, qualifier = split(arn)
            try:
                lambda_backends[self.account_id][self.region_name].get_function(name, qualifier)
            except JsonRESTError:
                raise ELBClientError("InvalidTarget", f"The specified target '{arn}' does not exist") from None
            if not lets_in(self.account_id, arn, SERVICE, target_group_arn):
                who = "elasticloadbalancing principal does not have permission to invoke"
                raise Refused("AccessDenied", f"{who} {arn} from target group {target_group_arn}")
        if len({*group.targets, *(one["Id"] for one in instances)}) > 1:
            why = f"The maximum number of targets for target group '{target_group_arn}' has been reached: '1'"
            raise ELBClientError("TooManyTargets", why)
        original(self, target_group_arn, instances)

    @replaces(ELBv2Backend, "describe_target_health")
    def health(original: Any, self: Any, target_group_arn: str, targets: list[Any]) -> Any:
        group = self.target_groups.get(target_group_arn)
        if group is None or group.target_type != "lambda":
            return original(self, target_group_arn, targets)
        return [Health(group, arn) for arn in group.targets if not targets or arn in [one["Id"] for one in targets]]


class Health(FakeHealthStatus):
    """A function has no port. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/check-target-health.html"""

    def __init__(self, group: Any, arn: str) -> None:
        super().__init__(arn, "", None, *state_of(group))

    @property
    def target(self) -> dict[str, str]:
        return {"Id": self.instance_id}


def state_of(group: Any) -> tuple[str, str | None, str | None]:
    if not group.load_balancer_arns:
        return "unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"
    if not group.health_check_enabled:
        return "unavailable", "Target.HealthCheckDisabled", "Health checks are not enabled for this target"
    return "healthy", None, None
