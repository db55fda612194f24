"""A function takes its time to come and to change, and refuses changes meanwhile.

AWS answers a creation with `Pending`, an update with `InProgress`, and a version that is published by either or
takes a snapshot is `Pending` too. Until it is done, no other change is begun, nothing is published, and a function
that is not there yet is not invoked. In plain moto everything is there at once.
https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
"""

from __future__ import annotations

import math
from typing import Any

from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.awslambda.responses import LambdaResponse

from awslambda import settling
from awslambda.names import named, refusal
from patching import Sandbox, replaces

REASON = "The function is being created."


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaFunction, "__init__")
    def initialise(original: Any, self: Any, *given: Any, **more: Any) -> None:
        original(self, *given, **more)
        settling.begin(self, "create")

    @replaces(LambdaFunction, "get_configuration")
    def get_configuration(original: Any, self: Any, on_create: bool = False) -> dict[str, Any]:
        state = state_of(settling.settling(self))
        configuration = {k: v for k, v in original(self, on_create).items() if k not in ("State", "LastUpdateStatus")}
        return {**configuration, **state}

    @replaces(LambdaBackend, "update_function_configuration")
    def update_function_configuration(
        original: Any, self: Any, function_name: str, qualifier: str, body: dict[str, Any]
    ) -> Any:
        fn = ready(self.get_function(function_name, None))
        return updating(fn, lambda: original(self, function_name, qualifier, body))

    @replaces(LambdaBackend, "update_function_code")
    def update_function_code(
        original: Any, self: Any, function_name: str, qualifier: str, body: dict[str, Any]
    ) -> Any:
        fn = ready(self.get_function(function_name, None))
        change = lambda: original(self, function_name, qualifier, body)  # noqa: E731
        return change() if body.get("DryRun") else updating(fn, change)

    @replaces(LambdaResponse, "publish_version")
    def publish(original: Any, self: Any) -> Any:
        ready(self.backend.get_function(named(self)[0], None))
        return original(self)

    @replaces(LambdaResponse, "invoke")
    def invoke(original: Any, self: Any) -> Any:
        name, qualifier = named(self)
        if settling.settling(self.backend.get_function(name, qualifier)) == "create":
            raise pending()
        return original(self)


def state_of(under_way: str | None) -> dict[str, str]:
    if under_way == "create":
        return {"State": "Pending", "StateReason": REASON, "StateReasonCode": "Creating"}
    if under_way == "update":
        return {
            "State": "Active",
            "LastUpdateStatus": "InProgress",
            "LastUpdateStatusReason": REASON,
            "LastUpdateStatusReasonCode": "Creating",
        }
    return {"State": "Active", "LastUpdateStatus": "Successful"}


def ready(fn: Any) -> Any:
    under_way = settling.settling(fn)
    if under_way == "create":
        raise pending()
    if under_way == "update":
        why = f"The operation cannot be performed at this time. An update is in progress for resource: {fn.function_arn}"
        raise refusal(409, "ResourceConflictException", why)
    return fn


def pending() -> Exception:
    why = "The operation cannot be performed at this time. The function is currently in the following state: Pending"
    return refusal(409, "ResourceConflictException", why)


def updating(fn: Any, change: Any) -> Any:
    """The answer says that the update is under way; one that was refused is none."""
    fn.settling = ("update", math.inf)
    try:
        answer = change()
    except Exception:
        fn.settling = None
        raise
    settling.begin(fn, "update")
    return answer
