"""Settings with a call of their own: runtime updates and scaling of each version, recursion of a function.

They read back as they were put, and as AWS's defaults before. Plain moto knows none of them.
"""

from __future__ import annotations

import json
from typing import Any

from moto.awslambda.responses import LambdaResponse

from awslambda.fields import encoded
from awslambda.names import arn_of, refusal
from awslambda.scopes import asked, scopes
from patching import Sandbox, adds


def apply(sandbox: Sandbox) -> None:
    @adds(LambdaResponse, "get_runtime_management_config")
    def get_runtime_management_config(self: Any) -> Any:
        latest, qualifier = asked(self)
        return encoded(runtime_of(latest, qualifier or "$LATEST"))

    @adds(LambdaResponse, "put_runtime_management_config")
    def put_runtime_management_config(self: Any) -> Any:
        latest, qualifier = asked(self)
        request = json.loads(self.body)
        if (request["UpdateRuntimeOn"] == "Manual") != bool(request.get("RuntimeVersionArn")):
            why = "A runtime version ARN is needed for Manual, and for nothing else."
            raise refusal(400, "InvalidParameterValueException", why)
        scopes(latest, "runtimes")[qualifier or "$LATEST"] = {name: value for name, value in request.items() if value}
        return encoded(runtime_of(latest, qualifier or "$LATEST"))

    @adds(LambdaResponse, "get_function_recursion_config")
    def get_function_recursion_config(self: Any) -> Any:
        latest, _ = asked(self)
        return encoded({"RecursiveLoop": scopes(latest, "recursion").get("", "Terminate")})

    @adds(LambdaResponse, "put_function_recursion_config")
    def put_function_recursion_config(self: Any) -> Any:
        latest, _ = asked(self)
        scopes(latest, "recursion")[""] = json.loads(self.body)["RecursiveLoop"]
        return encoded({"RecursiveLoop": scopes(latest, "recursion")[""]})

    @adds(LambdaResponse, "get_function_scaling_config")
    def get_function_scaling_config(self: Any) -> Any:
        latest, qualifier = asked(self)
        kept = scopes(latest, "scaling").get(qualifier)
        both = {"AppliedFunctionScalingConfig": kept, "RequestedFunctionScalingConfig": kept} if kept else {}
        return encoded({"FunctionArn": arn_of(latest, qualifier), **both})

    @adds(LambdaResponse, "put_function_scaling_config")
    def put_function_scaling_config(self: Any) -> Any:
        latest, qualifier = asked(self)
        scopes(latest, "scaling")[qualifier] = json.loads(self.body).get("FunctionScalingConfig") or {}
        return 202, {"status": 202}, json.dumps({"FunctionState": "Active"})


def runtime_of(latest: Any, qualifier: str) -> dict[str, Any]:
    kept = scopes(latest, "runtimes").get(qualifier, {"UpdateRuntimeOn": "Auto"})
    return {**kept, "FunctionArn": arn_of(latest, qualifier)}
