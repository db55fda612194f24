"""A pattern is checked when it is written, and may be tried.

Plain moto takes operators that do not exist, and has no TestEventPattern. AWS's words go on with the place in the
text, which is left out here.
"""

from __future__ import annotations

import ipaddress
import json
from typing import Any

from moto.events.exceptions import InvalidEventPatternException, ValidationException
from moto.events.models import EventPatternParser
from moto.events.responses import EventsHandler

from events.patterns import COMPARED, is_number, matches
from patching import Sandbox, replaces

REQUIRED = ("id", "account", "source", "time", "region", "detail-type")
"""https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html"""
TEXTS = ("prefix", "suffix", "equals-ignore-case", "wildcard")
OPERATORS = (*TEXTS, "anything-but", "numeric", "exists", "cidr")
LONE = "Value of anything-but must be an array or single string/number value."


def apply(sandbox: Sandbox) -> None:
    @replaces(EventPatternParser, "parse")
    def parse(original: Any, self: Any) -> dict[str, Any]:
        return checked(self.pattern) if self.pattern else {}

    @replaces(EventsHandler, "test_event_pattern")
    def test_event_pattern(original: Any, self: Any) -> Any:
        pattern = checked(self._get_param("EventPattern"))
        try:
            event = json.loads(self._get_param("Event"))
        except ValueError:
            event = None
        if not isinstance(event, dict) or any(name not in event for name in REQUIRED):
            raise ValidationException("Parameter Event is not valid.")
        return self._create_response({"Result": matches(pattern, event)})


def checked(text: str) -> dict[str, Any]:
    try:
        pattern = json.loads(text)
    except ValueError as error:
        raise InvalidEventPatternException(reason=f"{error}") from error
    if not isinstance(pattern, dict):
        raise InvalidEventPatternException(reason="Filter is not an object")
    check_object(pattern)
    return pattern


def check_object(pattern: dict[str, Any]) -> None:
    for name, wanted in pattern.items():
        if isinstance(wanted, dict):
            check_object(wanted)
            continue
        demand(isinstance(wanted, list), f'"{name}" must be an object or an array')
        demand(wanted != [], "Empty arrays are not allowed")
        for each in wanted:
            if name == "$or" and isinstance(each, dict):
                check_object(each)
            elif isinstance(each, dict):
                check_filter(each)


def check_filter(wanted: dict[str, Any]) -> None:
    demand(len(wanted) == 1, "Only one key allowed in match expression")
    ((operator, operand),) = wanted.items()
    demand(operator in OPERATORS, f"Unrecognized match type {operator}")
    if operator in ("prefix", "suffix") and isinstance(operand, dict):
        demand(list(operand) == ["equals-ignore-case"], f"{operator} match pattern must be a string")
        operand = operand["equals-ignore-case"]
    if operator in TEXTS:
        demand(isinstance(operand, str), f"{operator} match pattern must be a string")
    if operator == "wildcard":
        check_wildcard(operand)
    if operator == "exists":
        demand(isinstance(operand, bool), "exists match pattern must be either true or false.")
    if operator == "cidr":
        check_network(operand)
    if operator == "numeric":
        check_range(operand)
    if operator == "anything-but":
        check_anything_but(operand)


def check_wildcard(text: str) -> None:
    at = text.replace("\\\\", "  ").replace("\\*", "  ").find("**")
    demand(at < 0, f"Consecutive wildcard characters at pos {at + 1}")


def check_range(operand: Any) -> None:
    demand(isinstance(operand, list), "Value of numeric must be an array.")
    demand(operand != [], "Invalid member in numeric match: ]")
    for sign, bound in zip(operand[::2], [*operand[1::2], None], strict=False):
        demand(sign in COMPARED, f"Unrecognized numeric range operator: {sign}")
        demand(is_number(bound), f"Value of {sign} must be numeric")
    signs = operand[::2]
    below_first = len(signs) == 2 and signs[0] in (">", ">=") and signs[1] in ("<", "<=")
    demand(len(signs) == 1 or below_first, f"Bad numeric range operator: {signs[-1]}")


def check_network(operand: Any) -> None:
    demand(isinstance(operand, str), "prefix match pattern must be a string")
    address, slash, bits = operand.partition("/")
    demand(slash != "", "Malformed CIDR, one '/' required")
    try:
        ipaddress.ip_address(address)
    except ValueError:
        demand(False, f"Nonstandard IP address: {address}")
    demand(bits.isdigit(), "Malformed CIDR, mask bits must be an integer")


def check_anything_but(operand: Any) -> None:
    if isinstance(operand, list):
        fits = all(isinstance(each, str) or is_number(each) for each in operand)
        demand(fits, "Inside anything but list, start|null|boolean is not supported.")
        return
    if not isinstance(operand, dict):
        demand(isinstance(operand, str) or is_number(operand), LONE)
        return
    ((operator, texts),) = operand.items()
    demand(operator in TEXTS and not isinstance(texts, dict), LONE)
    listed = texts if isinstance(texts, list) else [texts]
    why = {
        "equals-ignore-case": "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
        "wildcard": "wildcard match pattern must be a string",
    }
    fits = all(isinstance(each, str) for each in listed)
    demand(fits, why.get(operator, "prefix/suffix match pattern must be a string"))
    demand(operator not in ("prefix", "suffix") or "" not in listed, "Null prefix/suffix not allowed")


def demand(holds: bool, reason: str) -> None:
    if not holds:
        raise InvalidEventPatternException(reason=reason)
