"""What answers with nothing says so: 204. Plain moto says 200 and sends an empty document."""

from __future__ import annotations

from typing import Any

from moto.awslambda.responses import LambdaResponse

from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    def empty(operation: str) -> None:
        @replaces(LambdaResponse, operation)
        def answer(original: Any, self: Any) -> Any:
            original(self)
            return 204, {"status": 204}, ""

    for operation in ("tag_resource", "delete_layer_version"):
        empty(operation)
