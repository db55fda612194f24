"""Asynchronous invocation settings, one for each qualifier.

AWS gives dates as seconds, names the qualified function and shows both destinations, set or not. Plain moto keeps one list for a function and all
its versions, where a second Put is not seen, and its List writes a date that the SDK cannot read.
"""

from __future__ import annotations

import json
import time
from typing import Any

from moto.awslambda.models import EventInvokeConfig
from moto.awslambda.responses import LambdaResponse

from awslambda.names import arn_of, refusal
from awslambda.pages import page
from awslambda.scopes import asked, scopes
from patching import Sandbox, replaces

NO_FUNCTION = "The function doesn't exist."
NO_SETTINGS = "The function {latest} doesn't have an EventInvokeConfig"
FIELDS = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")


def apply(sandbox: Sandbox) -> None:
    def write(self: Any, merge: bool) -> Any:
        latest, qualifier = settings_of(self, NO_FUNCTION)
        kept = scopes(latest, "async")
        given = {field: value for field, value in json.loads(self.body).items() if field in FIELDS}
        settings = {**(existing(latest, qualifier) if merge else {}), **given}
        EventInvokeConfig(latest.function_arn, "", settings)  # refuses what AWS refuses
        kept[qualifier] = {
            **settings,
            "DestinationConfig": {"OnSuccess": {}, "OnFailure": {}} | settings.get("DestinationConfig", {}),
            "FunctionArn": arn_of(latest, qualifier or "$LATEST"),
            "LastModified": round(time.time(), 3),
        }
        return answer(kept[qualifier])

    @replaces(LambdaResponse, "put_function_event_invoke_config")
    def put(original: Any, self: Any) -> Any:
        return write(self, merge=False)

    @replaces(LambdaResponse, "update_function_event_invoke_config")
    def update(original: Any, self: Any) -> Any:
        return write(self, merge=True)

    @replaces(LambdaResponse, "get_function_event_invoke_config")
    def get(original: Any, self: Any) -> Any:
        return answer(existing(*settings_of(self, NO_SETTINGS)))

    @replaces(LambdaResponse, "delete_function_event_invoke_config")
    def delete(original: Any, self: Any) -> Any:
        latest, qualifier = settings_of(self, NO_SETTINGS)
        existing(latest, qualifier)
        del scopes(latest, "async")[qualifier]
        return 204, {"status": 204}, ""

    @replaces(LambdaResponse, "list_function_event_invoke_configs")
    def list_all(original: Any, self: Any) -> Any:
        latest, _ = asked(self, NO_FUNCTION)
        kept = scopes(latest, "async")
        return answer(page(self, "FunctionEventInvokeConfigs", [kept[q] for q in sorted(kept)]))


def settings_of(response: Any, missing: str) -> tuple[Any, str]:
    """`$LATEST` is the function without a qualifier here."""
    latest, qualifier = asked(response, missing)
    return latest, "" if qualifier == "$LATEST" else qualifier


def existing(latest: Any, qualifier: str) -> dict[str, Any]:
    found = scopes(latest, "async").get(qualifier)
    if found is None:
        why = NO_SETTINGS.format(latest=arn_of(latest, qualifier or "$LATEST"))
        raise refusal(404, "ResourceNotFoundException", why)
    return found


def answer(body: dict[str, Any]) -> tuple[int, dict[str, Any], str]:
    return 200, {"status": 200}, json.dumps(body)
