"""Rules of listeners, as AWS keeps and tells them.

AWS tells hosts and paths twice, and a group that is alone; adds weights and stickiness; keeps the rules of a listener in
the order of their priorities, says which one is taken, and counts 100 of a load balancer. Plain moto gives back what it
was given, in the order in which it came, without limit, and deletes a rule that is not there.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
"""

from __future__ import annotations

from typing import Any

from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeAction, FakeListener, FakeListenerRule
from moto.elbv2.responses import ELBV2Response

from patching import Sandbox, replaces

MOST_RULES = 100
MOST_VALUES = 5
"""Of all conditions of a rule. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html"""
MOST_GROUPS = 5
"""Of an action. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""
TOLD_TWICE = {"host-header": "HostHeaderConfig", "path-pattern": "PathPatternConfig"}


def values_of(condition: dict[str, Any]) -> list[Any]:
    configs = [given for name, given in condition.items() if name.endswith("Config") and given]
    return [value for given in configs or [condition] for value in given.get("Values") or []]


def refuse_conditions(conditions: list[dict[str, Any]]) -> None:
    values = [value for condition in conditions for value in values_of(condition)]
    if len(values) > MOST_VALUES:
        raise ELBClientError("ValidationError", f"A rule can only have '{MOST_VALUES}' condition values")
    if "255.255.255.255/32" in values:
        raise ELBClientError("ValidationError", "The source IP condition value '255.255.255.255/32' is not valid")


def apply(sandbox: Sandbox) -> None:
    @replaces(FakeAction, "__init__")
    def action(original: Any, self: Any, data: dict[str, Any]) -> None:
        original(self, told_action(data) if data.get("Type") == "forward" else data)

    @replaces(FakeListenerRule, "__init__")
    def rule(original: Any, self: Any, listener_arn: str, arn: str, conditions: Any, *given: Any, **named: Any) -> None:
        original(self, listener_arn, arn, told_conditions(conditions), *given, **named)
        self.transforms: list[dict[str, Any]] = []

    @replaces(ELBv2Backend, "create_rule")
    def create(original: Any, self: Any, listener_arn: str, conditions: Any, priority: Any, actions: Any, tags: Any = None) -> Any:
        refuse_conditions(conditions)
        listener = self.describe_listeners(None, [listener_arn])[0]
        if any(str(one.priority) == str(priority) for one in listener.rules.values()):
            raise ELBClientError("PriorityInUse", f"Priority '{priority}' is currently in use")
        balancer = self.load_balancers[listener.load_balancer_arn]
        if sum(len(one._non_default_rules) for one in balancer.listeners.values()) >= MOST_RULES:
            raise ELBClientError("TooManyRules", "The maximum number of rules on a load balancer has been reached")
        for data in actions:
            if len(data.get("ForwardConfig", {}).get("TargetGroups", [])) > MOST_GROUPS:
                raise ELBClientError("TooManyTargetGroups", f"An action forwards to {MOST_GROUPS} target groups at the most")
        return original(self, listener_arn, conditions, priority, actions, tags)

    @replaces(ELBV2Response, "create_rule")
    def create_with_transforms(original: Any, self: Any) -> Any:
        answer = original(self)
        answer.result["Rules"][0].transforms = self._get_params().get("Transforms", [])
        return answer

    @replaces(ELBv2Backend, "modify_rule")
    def modify(original: Any, self: Any, rule_arn: str, conditions: Any, actions: Any) -> Any:
        refuse_conditions(conditions or [])
        found = original(self, rule_arn, conditions, actions)
        if conditions:
            found.conditions = told_conditions(conditions)
        return found

    @replaces(ELBv2Backend, "delete_rule")
    def delete(original: Any, self: Any, arn: str) -> None:
        self.describe_rules(None, [arn])
        original(self, arn)

    FakeListener.rules = property(in_order)


def in_order(listener: Any) -> dict[Any, Any]:
    """By priority; what is done by default comes last."""
    rules = sorted(listener._non_default_rules.items(), key=lambda one: int(one[1].priority))
    return dict([*rules, *listener._default_rule.items()])


def told_conditions(conditions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [told_condition(one) for one in conditions]


def told_condition(condition: dict[str, Any]) -> dict[str, Any]:
    config = TOLD_TWICE.get(condition.get("Field", ""))
    if config is None:
        return condition
    values = condition.get(config, {}).get("Values", condition.get("Values"))
    twice = {} if values is None else {"Values": values}
    return {**twice, config: twice, **condition, **twice}


def told_action(data: dict[str, Any]) -> dict[str, Any]:
    config = data.get("ForwardConfig", {})
    groups = config.get("TargetGroups") or [{"TargetGroupArn": data["TargetGroupArn"]}]
    weighed = [{"Weight": 1, **one} for one in groups]
    alone = {"TargetGroupArn": weighed[0]["TargetGroupArn"]} if len(weighed) == 1 else {}
    sticky = config.get("TargetGroupStickinessConfig", {"Enabled": False})
    return {**data, **alone, "ForwardConfig": {"TargetGroups": weighed, "TargetGroupStickinessConfig": sticky}}


