"""Runtimes that AWS withdraws are refused from their day on.

`ZONEKEEP_RUNTIMES` has the days, `{"nodejs14.x": ["2024-01-09", "2027-03-03"]}`: since when AWS creates no function
of a runtime, and updates none. `ZONEKEEP_SANDBOX_TODAY` is the day, `2027-02-01`; today in UTC if it is not set.
"""

from __future__ import annotations

import datetime
import json
import os
from typing import Any

from moto.awslambda.models import LambdaBackend

from awslambda.names import refusal
from patching import Sandbox, replaces

DAYS: dict[str, list[str]] = json.loads(os.environ.get("ZONEKEEP_RUNTIMES") or "{}")
CREATE, UPDATE = 0, 1


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaBackend, "create_function")
    def create_function(original: Any, self: Any, spec: dict[str, Any]) -> Any:
        require(spec.get("Runtime"), CREATE)
        return original(self, spec)

    @replaces(LambdaBackend, "update_function_configuration")
    def update_function_configuration(
        original: Any, self: Any, function_name: str, qualifier: str, body: dict[str, Any]
    ) -> Any:
        require(body.get("Runtime") or self.get_function(function_name, None).run_time, UPDATE)
        return original(self, function_name, qualifier, body)

    @replaces(LambdaBackend, "update_function_code")
    def update_function_code(
        original: Any, self: Any, function_name: str, qualifier: str, body: dict[str, Any]
    ) -> Any:
        require(self.get_function(function_name, None).run_time, UPDATE)
        return original(self, function_name, qualifier, body)


def require(runtime: str | None, what: int) -> None:
    days = DAYS.get(runtime or "")
    if days is None or today() < days[what]:
        return
    why = f"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions."
    advice = "We recommend you use a supported runtime while creating or updating functions."
    raise refusal(400, "InvalidParameterValueException", f"{why} {advice}")


def today() -> str:
    return os.environ.get("ZONEKEEP_SANDBOX_TODAY") or datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
