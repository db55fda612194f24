"""Target groups of functions, as AWS makes, changes and describes them.

AWS takes the same group again for the one that is there, gives a function's group no attributes but its own, changes what
its health check takes for good, and knows which load balancers use a group now. Plain moto refuses any second group of a
name, gives every group all attributes, passes over the matcher of a function's group, and remembers load balancers of
rules that are gone.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
"""

from __future__ import annotations

from typing import Any

from moto.elbv2.exceptions import DuplicateTargetGroupName, InvalidConfigurationRequest
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup, elbv2_backends

from patching import Sandbox, replaces

OF_FUNCTIONS = "lambda.multi_value_headers.enabled"
GIVEN = {
    "healthcheck_path": "health_check_path",
    "healthcheck_interval_seconds": "health_check_interval_seconds",
    "healthcheck_timeout_seconds": "health_check_timeout_seconds",
    "healthy_threshold_count": "healthy_threshold_count",
    "unhealthy_threshold_count": "unhealthy_threshold_count",
    "matcher": "matcher",
}
"""What CreateTargetGroup is given, and where moto keeps it."""


def apply(sandbox: Sandbox) -> None:
    @replaces(FakeTargetGroup, "__init__")
    def made(original: Any, self: Any, *given: Any, **named: Any) -> None:
        original(self, *given, **named)
        if self.target_type == "lambda":
            self.attributes = {OF_FUNCTIONS: "false"}

    @replaces(ELBv2Backend, "create_target_group")
    def create(original: Any, self: Any, name: str, **given: Any) -> Any:
        there = next((one for one in self.target_groups.values() if one.name == name), None)
        if there is None:
            return original(self, name, **given)
        if not same(there, given):
            raise DuplicateTargetGroupName()
        return there

    @replaces(ELBv2Backend, "modify_target_group")
    def modify(original: Any, self: Any, arn: str, *given: Any, **named: Any) -> Any:
        group = original(self, arn, *given, **named)
        codes = given[7] if len(given) > 7 else None
        if codes is not None and group.target_type == "lambda":
            group.matcher = {"HttpCode": codes}
        if isinstance(group.health_check_enabled, str):
            group.health_check_enabled = group.health_check_enabled == "true"
        return group

    @replaces(ELBv2Backend, "modify_target_group_attributes")
    def attributes(original: Any, self: Any, target_group_arn: str, attributes: dict[str, str]) -> None:
        group = self.target_groups.get(target_group_arn)
        for key in attributes if group is not None and group.target_type == "lambda" else ():
            if key != OF_FUNCTIONS:
                why = f"A target group with target type 'lambda' does not support the attribute {key}"
                raise InvalidConfigurationRequest(why)
        original(self, target_group_arn, attributes)

    FakeTargetGroup.load_balancer_arns = property(balancers_of, lambda self, value: None)


def same(group: Any, given: dict[str, Any]) -> bool:
    """Whether CreateTargetGroup asks for the group that is there."""
    if group.target_type != given.get("target_type"):
        return False
    enabled = given.get("healthcheck_enabled")
    if enabled is not None and (enabled == "true") != group.health_check_enabled:
        return False
    return all(
        given.get(name) is None or str(given[name]) == str(getattr(group, kept)) for name, kept in GIVEN.items()
    )


def balancers_of(group: Any) -> Any:
    """ARNs of the load balancers that have a rule which forwards to the group."""
    backend = elbv2_backends[group.account_id][group.region_name]
    return Arns(
        balancer.arn
        for balancer in backend.load_balancers.values()
        if any(uses(rule, group.arn) for listener in balancer.listeners.values() for rule in listener.rules.values())
    )


def uses(rule: Any, arn: str) -> bool:
    return any(one["TargetGroupArn"] == arn for action in rule.actions for one in groups_of(action))


def groups_of(action: Any) -> list[dict[str, Any]]:
    """Of an action that forwards, its groups with their weights."""
    return action.data.get("ForwardConfig", {}).get("TargetGroups", [])


class Arns(list):  # type: ignore[type-arg]
    def append(self, _: Any) -> None:
        """moto notes here what the rules say themselves."""
