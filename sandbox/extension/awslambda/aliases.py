"""Aliases refuse what AWS refuses, in its words.

Plain moto takes any weights, calls a second alias of one name by another code, and answers reads and updates as
if something had been created.
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.exceptions import UnknownAliasException
from moto.awslambda.models import LambdaStorage
from moto.awslambda.responses import LambdaResponse

from awslambda.names import refusal
from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaStorage, "put_alias")
    def put_alias(original: Any, self: Any, name: str, function_name: str, version: str, *rest: Any) -> Any:
        fn = self.get_function_by_name_or_arn_with_qualifier(function_name, version)
        refuse_weights(self, function_name, version, rest[-1])
        if name in self._get_function_aliases(function_name):
            arn = f"{fn.function_arn.split(':function:')[0]}:function:{fn.function_name}:{name}"
            raise refusal(409, "ResourceConflictException", f"Alias already exists: {arn}")
        return original(self, name, function_name, version, *rest)

    @replaces(LambdaStorage, "update_alias")
    def update_alias(original: Any, self: Any, name: str, function_name: str, version: str | None, *rest: Any) -> Any:
        alias = self.get_alias(name, function_name)
        refuse_weights(self, function_name, version or alias.function_version, rest[-1])
        return original(self, name, function_name, version, *rest)

    def answered(operation: str, status: int) -> None:
        @replaces(LambdaResponse, operation)
        def answer(original: Any, self: Any) -> Any:
            try:
                _, headers, body = original(self)
            except UnknownAliasException as error:
                if operation != "update_alias":
                    raise
                why = error.message.replace("Cannot find alias arn", "Alias not found")
                raise refusal(404, "ResourceNotFoundException", why) from None
            return status, {**headers, "status": status}, body if status == 200 else ""

    answered("get_alias", 200)
    answered("update_alias", 200)
    answered("delete_alias", 204)


def refuse_weights(storage: LambdaStorage, function_name: str, version: str, routing: dict[str, Any] | None) -> None:
    weights = (routing or {}).get("AdditionalVersionWeights") or {}
    if len(weights) > 1:
        raise invalid("Number of items in AdditionalVersionWeights cannot be greater than 1")
    for other in weights:
        if version == "$LATEST":
            raise invalid("$LATEST is not supported for an alias pointing to more than 1 version")
        if other == version:
            why = f"Function version {version} is already included in routing configuration."
            raise invalid(f"Invalid function version {version}. {why}")
        storage.get_function_by_name_or_arn_with_qualifier(function_name, other)


def invalid(message: str) -> Exception:
    return refusal(400, "InvalidParameterValueException", message)
