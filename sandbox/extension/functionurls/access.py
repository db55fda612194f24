"""Whether a request to a function URL may invoke the function.

Since November 2026 no URL goes without both actions: `lambda:InvokeFunctionUrl` with the URL's kind of authorization, and
`lambda:InvokeFunction`, which may be bound to calls by way of a URL. Where nobody has to sign, the policy has to name
everybody. With `AWS_IAM`, principals of the function's account need no policy of its, for their own lets them; the sandbox
enforces none of those. Signatures are not checked: who signs is who the access key belongs to.

https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
"""

from __future__ import annotations

from typing import Any

from awslambda.permissions import Policy
from awslambda.scopes import scopes


def may(latest: Any, qualifier: str, auth: str, who: str | None, account: str) -> bool:
    """`who` is the principal that has signed: an ARN, the name of one of AWS's services, or nobody."""
    policy: Policy | None = scopes(latest, "policies").get(qualifier)
    statements = [] if policy is None else policy.statements
    actions = ("lambda:InvokeFunctionUrl", "lambda:InvokeFunction")
    if any(one["Effect"] == "Deny" and fits(one, action, auth, who) for one in statements for action in actions):
        return False
    if auth == "AWS_IAM":
        if who is None:
            return False
        if f"::{account}:" in who:
            return True
    return all(any(one["Effect"] == "Allow" and fits(one, action, auth, who) for one in statements) for action in actions)


def fits(statement: dict[str, Any], action: str, auth: str, who: str | None) -> bool:
    condition = statement.get("Condition", {})
    kind = condition.get("StringEquals", {}).get("lambda:FunctionUrlAuthType")
    via = condition.get("Bool", {}).get("lambda:InvokedViaFunctionUrl")
    return (
        names(statement["Principal"], who)
        and bool({action, "lambda:*", "*"} & set(several(statement["Action"])))
        and kind in (None, auth)
        and via in (None, "true")
    )


def names(principal: Any, who: str | None) -> bool:
    named = several(next(iter(principal.values())) if isinstance(principal, dict) else principal)
    account = who.split(":")[4] if who is not None and who.startswith("arn:") else None
    return "*" in named or who in named or (account is not None and f"arn:aws:iam::{account}:root" in named)


def several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
