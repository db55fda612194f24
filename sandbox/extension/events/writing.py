"""What AWS refuses of a rule and of its targets, and what it lists of them.

Plain moto takes any text in brackets for an expression, any target, and lists who made a rule and not when a bus was.
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import ResourceNotFoundException, ValidationException
from moto.events.models import EventsBackend
from moto.events.responses import EventsHandler

from clock import clock
from events.inputs import PLACEHOLDER, PREDEFINED
from patching import Sandbox, replaces
from scheduler.expressions import is_expression

MOST_TARGETS = 5
"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""
INPUTS = ("Input", "InputPath", "InputTransformer")


def apply(sandbox: Sandbox) -> None:
    @replaces(EventsBackend, "put_rule")
    def put_rule(original: Any, self: Any, name: str, **given: Any) -> Any:
        expression = given.get("scheduled_expression")
        on_default = (given.get("event_bus_arn") or "default").split("/")[-1] == "default"
        if expression and on_default and (expression.startswith("at(") or not is_expression(expression)):
            raise ValidationException("Parameter ScheduleExpression is not valid.")
        rule = original(self, name, **given)
        rule.sandbox_since = clock.now()
        return rule

    @replaces(EventsBackend, "put_targets")
    def put_targets(original: Any, self: Any, name: str, event_bus_arn: str | None, targets: Any) -> None:
        for target in targets:
            refuse_input(target)
        rule = self._get_event_bus(self._normalize_event_bus_arn(event_bus_arn)).rules.get(name)
        ids = {target["Id"] for target in [*(rule.targets if rule else []), *targets]}
        if len(ids) > MOST_TARGETS:
            why = "The requested resource exceeds the maximum number allowed."
            raise JsonRESTError("LimitExceededException", why)
        original(self, name, event_bus_arn, targets)

    @replaces(EventsBackend, "describe_rule")
    def describe_rule(original: Any, self: Any, name: str, event_bus_arn: str | None) -> Any:
        bus = self._get_event_bus(self._normalize_event_bus_arn(event_bus_arn))
        if name not in bus.rules:
            raise ResourceNotFoundException(f"Rule {name} does not exist on EventBus {bus.name}.")
        return original(self, name, event_bus_arn)

    def without_nothing(operation: str) -> None:
        @replaces(EventsHandler, operation)
        def answer(original: Any, self: Any) -> Any:
            answered = original(self)
            kept = {name: value for name, value in json.loads(answered[0]).items() if value is not None}
            for rule in kept.get("Rules", []):
                rule.pop("CreatedBy", None)
            return json.dumps(kept), answered[1]

    without_nothing("list_rules")
    without_nothing("list_targets_by_rule")
    without_nothing("list_rule_names_by_target")

    @replaces(EventsHandler, "list_event_buses")
    def list_event_buses(original: Any, self: Any) -> Any:
        buses = self.events_backend.list_event_buses(self._get_param("NamePrefix"))
        return self._create_response({"EventBuses": [listed(bus) for bus in buses]})


def listed(bus: Any) -> dict[str, Any]:
    return {
        "Name": bus.name,
        "Arn": bus.arn,
        "CreationTime": bus.creation_time,
        "LastModifiedTime": bus.last_modified_time,
        **({"Description": bus.description} if bus.description else {}),
        **({"Policy": bus.policy} if bus.policy else {}),
    }


def refuse_input(target: dict[str, Any]) -> None:
    if sum(name in target for name in INPUTS) > 1:
        why = f"Only one of Input, InputPath, or InputTransformer must be provided for target {target['Id']}."
        raise ValidationException(why)
    transformer = target.get("InputTransformer") or {}
    known = {*PREDEFINED, *(transformer.get("InputPathsMap") or {})}
    for placeholder in PLACEHOLDER.findall(transformer.get("InputTemplate", "")):
        if placeholder not in known:
            why = f"InputTemplate for target {target['Id']} contains invalid placeholder {placeholder}."
            raise ValidationException(why)
