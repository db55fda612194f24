"""A function's role lets Lambda assume it. Plain moto takes any role."""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import LambdaBackend

from awslambda.names import refusal
from iam.trust import trusts
from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaBackend, "create_function")
    def create_function(original: Any, self: Any, spec: dict[str, Any]) -> Any:
        refuse_role(self, spec["Role"], spec["FunctionName"])
        return original(self, spec)

    @replaces(LambdaBackend, "update_function_configuration")
    def update(original: Any, self: Any, function_name: str, qualifier: str, body: dict[str, Any]) -> Any:
        if body.get("Role"):
            refuse_role(self, body["Role"], function_name)
        return original(self, function_name, qualifier, body)


def refuse_role(backend: LambdaBackend, role: str, name: str) -> None:
    arn = f"arn:aws:lambda:{backend.region_name}:{backend.account_id}:function:{name.split(':')[-1]}"
    facts = {"aws:sourceaccount": backend.account_id, "aws:sourcearn": arn}
    if not trusts(role, {"Service": "lambda.amazonaws.com"}, facts):
        why = "The role defined for the function cannot be assumed by Lambda."
        raise refusal(400, "InvalidParameterValueException", why)
