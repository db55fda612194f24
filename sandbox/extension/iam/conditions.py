"""Conditions of policies, evaluated as AWS does: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any


def same(value: str, pattern: str) -> bool:
    return value.lower() == pattern.lower()


OPERATORS: dict[str, tuple[Callable[[str, str], bool], bool]] = {
    "Bool": (same, True),
    "ArnEquals": (fnmatchcase, True),
    "ArnLike": (fnmatchcase, True),
    "ArnNotEquals": (fnmatchcase, False),
    "ArnNotLike": (fnmatchcase, False),
    "StringEquals": (str.__eq__, True),
    "StringLike": (fnmatchcase, True),
    "StringNotEquals": (str.__eq__, False),
    "StringNotLike": (fnmatchcase, False),
}


def holds(condition: dict[str, dict[str, Any]], facts: dict[str, str]) -> bool:
    for operator, tests in condition.items():
        if operator not in OPERATORS:
            raise NotImplementedError(f"the sandbox does not know the operator {operator}")
        matches, wanted = OPERATORS[operator]
        for key, patterns in tests.items():
            if key.lower() not in facts:
                raise NotImplementedError(f"the sandbox does not know the condition key {key}")
            value = facts[key.lower()]
            if any(matches(value, pattern) for pattern in in_list(patterns)) is not wanted:
                return False
    return True


def in_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
