"""Whether an event fits a pattern: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html

Plain moto knows the operators, but looks into no list of objects, takes true for 1, and an object or an empty list
for a value that exists.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from moto.events.models import EventPattern

from patching import Sandbox, replaces

COMPARED = {
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
    "=": lambda value, bound: value == bound,
    ">=": lambda value, bound: value >= bound,
    ">": lambda value, bound: value > bound,
}


def apply(sandbox: Sandbox) -> None:
    @replaces(EventPattern, "matches_event")
    def matches_event(original: Any, self: Any, event: Any) -> bool:
        return matches(self.get_pattern(), event)


def matches(pattern: dict[str, Any], event: dict[str, Any]) -> bool:
    """An empty pattern fits every event. A name with dots in it is a path, in the pattern as in the event."""
    return object_fits(unfolded(pattern), unfolded(event))


def unfolded(value: Any) -> Any:
    if isinstance(value, list):
        return [unfolded(each) for each in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for name, inner in value.items():
        place, parts = found, name.split(".")
        for part in parts[:-1]:
            place = place.setdefault(part, {}) if isinstance(place.get(part, {}), dict) else {}
        below, inner = place.get(parts[-1]), unfolded(inner)
        place[parts[-1]] = {**below, **inner} if isinstance(below, dict) and isinstance(inner, dict) else inner
    return found


def object_fits(pattern: dict[str, Any], event: Any) -> bool:
    """Of a list of objects, all fields have to fit in one and the same."""
    if isinstance(event, list) and any(isinstance(each, (dict, list)) for each in event):
        return any(object_fits(pattern, each) for each in event)
    given = event if isinstance(event, dict) else {}
    return all(
        any(object_fits(each, event) for each in wanted)
        if name == "$or"
        else object_fits(wanted, given.get(name))
        if isinstance(wanted, dict)
        else field_fits(wanted, leaves(given, name))
        for name, wanted in pattern.items()
    )


def leaves(event: dict[str, Any], name: str) -> list[Any]:
    """The values of a field: none when it is missing, an object, or an empty list."""
    found = [event[name]] if name in event else []
    while any(isinstance(each, list) for each in found):
        found = [inner for each in found for inner in (each if isinstance(each, list) else [each])]
    return [each for each in found if not isinstance(each, dict)]


def field_fits(filters: list[Any], values: list[Any]) -> bool:
    return any(
        bool(values) is each["exists"]
        if isinstance(each, dict) and "exists" in each
        else any(value_fits(each, value) for value in values)
        for each in filters
    )


def value_fits(wanted: Any, value: Any) -> bool:
    if not isinstance(wanted, dict):
        return same(wanted, value)
    ((operator, operand),) = wanted.items()
    if operator == "anything-but":
        if isinstance(operand, dict):
            ((inner, texts),) = operand.items()
            return not any(value_fits({inner: text}, value) for text in in_list(texts))
        return not any(same(each, value) for each in in_list(operand))
    if operator == "numeric":
        bounds = zip(operand[::2], operand[1::2], strict=True)
        return is_number(value) and all(COMPARED[sign](value, bound) for sign, bound in bounds)
    return isinstance(value, str) and text_fits(operator, operand, value)


def text_fits(operator: str, operand: Any, value: str) -> bool:
    if isinstance(operand, dict):
        operand, value = operand["equals-ignore-case"].lower(), value.lower()
    if operator == "prefix":
        return value.startswith(operand)
    if operator == "suffix":
        return value.endswith(operand)
    if operator == "equals-ignore-case":
        return value.lower() == operand.lower()
    if operator == "wildcard":
        parts = re.findall(r"\\.|[^\\]", operand, re.DOTALL)
        expression = "".join(".*" if part == "*" else re.escape(part[-1]) for part in parts)
        return re.fullmatch(expression, value, re.DOTALL) is not None
    return operator == "cidr" and is_within(value, operand)


def is_within(address: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def same(one: Any, other: Any) -> bool:
    """300 and 300.0 are, true and 1 are not."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def in_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
