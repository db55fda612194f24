"""Reserved concurrency belongs to a function. Plain moto takes it for a version, too."""

from __future__ import annotations

from typing import Any

from moto.awslambda.responses import LambdaResponse

from awslambda.names import named, refusal
from awslambda.scopes import asked
from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaResponse, "put_function_concurrency")
    def put_function_concurrency(original: Any, self: Any) -> Any:
        if named(self)[1] is not None:
            why = "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation."
            how = "Please specify either a function name or an unqualified function ARN."
            raise refusal(400, "InvalidParameterValueException", f"{why} {how}")
        asked(self, "Function not found: {latest}")
        return original(self)
