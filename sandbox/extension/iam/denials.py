"""What a role's own policies deny, its sessions cannot do with a function.

AWS asks for every call. Here the calls of Lambda that name a function are asked for, and only an explicit Deny without
conditions counts: whoever is allowed nothing is not refused.
"""

from __future__ import annotations

from typing import Any

from awslambda.names import split
from call_names import CallName, call_name
from caller import access_key, principal, role_of
from iam.permits import fits, statements
from patching import Sandbox, WsgiApp
from unknown_calls import Refusal, refuse

ACTIONS = {"Invoke": "InvokeFunction", "InvokeWithResponseStream": "InvokeFunction"}
"""Where an action is not called as the operation is. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html"""
REGION_AT = 2
"""Of a credential's scope: key, day, region."""


def obeyed(app: WsgiApp, sandbox: Sandbox) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        refused = refusal_of(environ, sandbox.account)
        return app(environ, start_response) if refused is None else refuse(refused, start_response)

    return answer


def refusal_of(environ: dict[str, Any], account: str) -> Refusal | None:
    who = principal(access_key(environ), account)
    if ":assumed-role/" not in who:
        return None
    call = call_name(environ)
    named = call.labels.get("FunctionName")
    if call.service != "lambda" or named is None:
        return None
    action = f"lambda:{ACTIONS.get(call.operation, call.operation)}"
    function = f"arn:aws:lambda:{region_of(environ)}:{account}:function:{split(named)[0]}"
    denied = any(
        each["Effect"] == "Deny" and "Condition" not in each and fits(each, action, function)
        for each in statements(role_of(who))
    )
    return refused(call, who, action, function) if denied else None


def refused(call: CallName, who: str, action: str, resource: str) -> Refusal:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    why = f"User: {who} is not authorized to perform: {action} on resource: {resource} with an explicit deny in an identity-based policy"
    return Refusal(call, "403 Forbidden", "AccessDeniedException", why)


def region_of(environ: dict[str, Any]) -> str:
    scope = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2]
    return scope.split(",")[0].split("/")[REGION_AT]
