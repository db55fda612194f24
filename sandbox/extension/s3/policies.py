"""Statements of a bucket policy bind only where their conditions hold.

AWS evaluates conditions. Plain moto takes a Deny with any condition for a Deny of everything. Calls count as
made over TLS, because the sandbox's own plain HTTP stands for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from flask import has_request_context, request
from moto.iam.access_control import IAMPolicy
from moto.s3.models import FakeBucket

from caller import access_key, principal
from patching import Sandbox, replaces


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


def apply(sandbox: Sandbox) -> None:
    @replaces(FakeBucket, "get_permission")
    def get_permission(original: Any, self: Any, action: str, resource: str) -> Any:
        if self.policy is None:
            return original(self, action, resource)
        facts = known(sandbox.account)
        document = json.loads(self.policy)
        binding = [
            {key: value for key, value in statement.items() if key != "Condition"}
            for statement in in_list(document["Statement"])
            if holds(statement.get("Condition", {}), facts)
        ]
        return IAMPolicy(json.dumps({**document, "Statement": binding})).is_action_permitted(action, resource)


def known(account: str) -> dict[str, str]:
    who = principal(access_key(request.environ), account) if has_request_context() else f"arn:aws:iam::{account}:root"
    return {
        "aws:securetransport": "true",
        "aws:principalaccount": account,
        "aws:principalarn": role_of(who),
    }


def role_of(who: str) -> str:
    """`aws:PrincipalArn` is the role, not its session."""
    if ":assumed-role/" not in who:
        return who
    return who.rsplit("/", 1)[0].replace(":sts:", ":iam:").replace(":assumed-role/", ":role/")


def holds(condition: dict[str, dict[str, Any]], facts: dict[str, str]) -> bool:
    for operator, tests in condition.items():
        if operator not in OPERATORS:
            raise NotImplementedError(f"bucket policy: the sandbox does not know the operator {operator}")
        matches, wanted = OPERATORS[operator]
        for key, patterns in tests.items():
            if key.lower() not in facts:
                raise NotImplementedError(f"bucket policy: the sandbox does not know the condition key {key}")
            value = facts[key.lower()]
            if any(matches(value, pattern) for pattern in in_list(patterns)) is not wanted:
                return False
    return True


def in_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
