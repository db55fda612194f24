"""Statements of a bucket policy bind only where their conditions hold.

AWS evaluates conditions. Plain moto takes a Deny with any condition for a Deny of everything. Calls count as
made over TLS, because the sandbox's own plain HTTP stands for it, unless they say `x-sandbox-transport: plain`.
"""

from __future__ import annotations

import json
from typing import Any

from flask import has_request_context, request
from moto.iam.access_control import IAMPolicy
from moto.s3.models import FakeBucket

from caller import access_key, principal, role_of
from iam.conditions import holds, in_list
from patching import Sandbox, replaces


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
        "aws:securetransport": "false" if plainly() else "true",
        "aws:principalaccount": account,
        "aws:principalarn": role_of(who),
    }


def plainly() -> bool:
    return has_request_context() and request.headers.get("x-sandbox-transport") == "plain"
