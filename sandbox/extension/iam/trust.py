"""Whether a role lets itself be assumed: its trust policy, with the conditions.

Plain moto hands out the credentials of any role to anybody. A role that is not there is passed over here too, and
so is the account's root, which stands for whoever has no identity of their own in the sandbox.
"""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import iam_backends

from iam.conditions import holds, in_list

ASSUME = ("sts:assumerole", "sts:*", "*")


def trusts(role_arn: str, principal: dict[str, str], facts: dict[str, str]) -> bool:
    """`principal`: `{"Service": "lambda.amazonaws.com"}` or `{"AWS": arn}`; `facts` by condition key, in small letters."""
    account = role_arn.split(":")[4]
    role = next((each for each in iam_backends[account]["aws"].get_roles() if each.arn == role_arn), None)
    if role is None:
        return True
    fitting = [
        statement
        for statement in in_list(json.loads(role.assume_role_policy_document)["Statement"])
        if any(action.lower() in ASSUME for action in in_list(statement.get("Action", [])))
        and names(statement.get("Principal"), principal, account)
        and holds(statement.get("Condition", {}), facts)
    ]
    effects = {statement["Effect"] for statement in fitting}
    return effects == {"Allow"}


def names(written: Any, principal: dict[str, str], account: str) -> bool:
    if written in ("*", {"AWS": "*"}):
        return True
    ((kind, who),) = principal.items()
    named = in_list((written or {}).get(kind, []))
    whole_account = (account, f"arn:aws:iam::{account}:root") if kind == "AWS" else ()
    return any(each in ("*", who, *whole_account) for each in named)
