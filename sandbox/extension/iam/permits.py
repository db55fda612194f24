"""Whether a role's own policies let it make a call.

The embedded AWS does not enforce permissions, but some services ask before they take a role: Lambda, whether it
may read what a mapping reads. Conditions are not looked at, so that an Allow with one counts and a Deny does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from moto.iam.models import iam_backends


def permits(role_arn: str, action: str, resource: str) -> bool:
    """`action`: `sqs:ReceiveMessage`. False for a role that is not there."""
    fitting = [each for each in statements(role_arn) if fits(each, action, resource)]
    denied = any(each["Effect"] == "Deny" and "Condition" not in each for each in fitting)
    return not denied and any(each["Effect"] == "Allow" for each in fitting)


def statements(role_arn: str) -> Iterator[dict[str, Any]]:
    iam = iam_backends[role_arn.split(":")[4]]["aws"]
    role = next((each for each in iam.get_roles() if each.arn == role_arn), None)
    if role is None:
        return
    for document in [*role.policies.values(), *map(default_document, role.managed_policies.values())]:
        yield from in_list((json.loads(document) if isinstance(document, str) else document)["Statement"])


def default_document(policy: Any) -> str:
    """Of an attached policy the default version holds, whatever the others say."""
    return next(each.document for each in policy.versions if each.version_id == policy.default_version_id)


def fits(statement: dict[str, Any], action: str, resource: str) -> bool:
    return covers(statement, "Action", action.lower()) and covers(statement, "Resource", resource)


def covers(statement: dict[str, Any], field: str, value: str) -> bool:
    lower = str.lower if field == "Action" else str
    if field in statement:
        return any(fnmatchcase(value, lower(pattern)) for pattern in in_list(statement[field]))
    return not any(fnmatchcase(value, lower(pattern)) for pattern in in_list(statement.get(f"Not{field}", "*")))


def in_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
