"""Conditions of policies, evaluated as AWS does: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network
from typing import Any


def same(value: str, pattern: str) -> bool:
    return value.lower() == pattern.lower()


def greater(value: str, bound: str) -> bool:
    return float(value) > float(bound)


def within(value: str, network: str) -> bool:
    return ip_address(value) in ip_network(network, strict=False)


OPERATORS: dict[str, tuple[Callable[[str, str], bool], bool]] = {
    "Bool": (same, True),
    "ArnEquals": (fnmatchcase, True),
    "ArnLike": (fnmatchcase, True),
    "ArnNotEquals": (fnmatchcase, False),
    "ArnNotLike": (fnmatchcase, False),
    "IpAddress": (within, True),
    "NotIpAddress": (within, False),
    "NumericGreaterThan": (greater, True),
    "StringEquals": (str.__eq__, True),
    "StringLike": (fnmatchcase, True),
    "StringNotEquals": (str.__eq__, False),
    "StringNotLike": (fnmatchcase, False),
}


def holds(condition: dict[str, dict[str, Any]], facts: dict[str, str | None]) -> bool:
    """`facts`: every key that is known, `None` where the request does not carry it."""
    return all(
        fits(operator, key, in_list(patterns), facts)
        for operator, tests in condition.items()
        for key, patterns in tests.items()
    )


def fits(operator: str, key: str, patterns: list[Any], facts: dict[str, str | None]) -> bool:
    if key.lower() not in facts:
        raise NotImplementedError(f"the sandbox does not know the condition key {key}")
    value = facts[key.lower()]
    if operator == "Null":
        return any(same(str(value is None), str(pattern)) for pattern in patterns)
    name = operator.removesuffix("IfExists")
    if name not in OPERATORS:
        raise NotImplementedError(f"the sandbox does not know the operator {operator}")
    matches, wanted = OPERATORS[name]
    if value is None:
        # What is not there equals nothing, and so is unequal to everything.
        return name != operator or not wanted
    return any(matches(value, pattern) for pattern in patterns) is wanted


def in_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
