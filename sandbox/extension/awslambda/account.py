"""What an account may use of Lambda in a region, and uses. Plain moto answers with an HTML page."""

from __future__ import annotations

import json
from typing import Any

from moto.awslambda.responses import LambdaResponse

from patching import Sandbox, adds


def apply(sandbox: Sandbox) -> None:
    @adds(LambdaResponse, "get_account_settings")
    def get_account_settings(self: Any) -> str:
        functions = [group["latest"] for group in self.backend._lambdas._functions.values()]
        reserved = sum(fn.reserved_concurrency or 0 for fn in functions)
        limit = {
            "TotalCodeSize": 80_530_636_800,
            "CodeSizeUnzipped": 262_144_000,
            "CodeSizeZipped": 52_428_800,
            "ConcurrentExecutions": 1000,
            "UnreservedConcurrentExecutions": 1000 - reserved,
        }
        usage = {"TotalCodeSize": sum(fn.code_size for fn in functions), "FunctionCount": len(functions)}
        return json.dumps({"AccountLimit": limit, "AccountUsage": usage})
