"""Settings of a function that nobody has made here, answered as AWS answers when they were never set.

Plain moto answers these reads with an HTML page, which SDKs cannot tell from a broken connection.
"""

from __future__ import annotations

import json
from typing import Any

from moto.awslambda.responses import LambdaResponse

from awslambda.fields import encoded
from awslambda.names import arn_of, refusal
from awslambda.scopes import asked
from patching import Sandbox, adds


def apply(sandbox: Sandbox) -> None:
    @adds(LambdaResponse, "get_runtime_management_config")
    def get_runtime_management_config(self: Any) -> Any:
        latest, qualifier = asked(self)
        return encoded({"UpdateRuntimeOn": "Auto", "FunctionArn": arn_of(latest, qualifier or "$LATEST")})

    @adds(LambdaResponse, "get_function_recursion_config")
    def get_function_recursion_config(self: Any) -> Any:
        asked(self)
        return encoded({"RecursiveLoop": "Terminate"})

    @adds(LambdaResponse, "get_provisioned_concurrency_config")
    def get_provisioned_concurrency_config(self: Any) -> Any:
        asked(self)
        if self.querystring.get("List") == ["ALL"]:  # moto sees no difference between the two addresses
            return encoded({"ProvisionedConcurrencyConfigs": []})
        why = "No Provisioned Concurrency Config found for this function"
        raise refusal(404, "ProvisionedConcurrencyConfigNotFoundException", why)

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
