"""Function URL settings, one for each qualifier.

AWS keeps a URL for the function and for each alias, and lists them. Plain moto keeps one for a function and
all its versions, cannot list, and writes a mode and a date that no SDK knows.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timezone
from typing import Any

from moto.awslambda.responses import LambdaResponse

from awslambda.names import arn_of, refusal
from awslambda.pages import page
from awslambda.scopes import asked, scopes
from patching import Sandbox, adds, replaces

NO_FUNCTION = "Function does not exist"
NO_URL = "The resource you requested does not exist."
FIELDS = ("AuthType", "Cors", "InvokeMode")


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaResponse, "create_function_url_config")
    def create(original: Any, self: Any) -> Any:
        latest, qualifier = asked(self, NO_FUNCTION)
        urls = scopes(latest, "urls")
        if qualifier in urls:
            why = f"Failed to create function url config for [functionArn = {arn_of(latest, qualifier or None)}]. "
            raise refusal(409, "ResourceConflictException", f"{why}Error message:  FunctionUrlConfig exists for this Lambda function")
        urls[qualifier] = {
            "FunctionUrl": f"https://{uuid.uuid4().hex}.lambda-url.{latest.region}.on.aws/",
            "FunctionArn": arn_of(latest, qualifier or None),
            "InvokeMode": "BUFFERED",
            **written(self),
            "CreationTime": now(),
            "LastModifiedTime": now(),
        }
        return answer(shown(urls[qualifier], self, "LastModifiedTime"), 201)

    @replaces(LambdaResponse, "update_function_url_config")
    def update(original: Any, self: Any) -> Any:
        url = existing(*asked(self, NO_FUNCTION))
        url.update(written(self), LastModifiedTime=now())
        return answer(shown(url, self))

    @replaces(LambdaResponse, "get_function_url_config")
    def get(original: Any, self: Any) -> Any:
        return answer(existing(*asked(self, NO_URL)))

    @replaces(LambdaResponse, "delete_function_url_config")
    def delete(original: Any, self: Any) -> Any:
        latest, qualifier = asked(self, NO_URL)
        existing(latest, qualifier)
        del scopes(latest, "urls")[qualifier]
        return 204, {"status": 204}, ""

    @adds(LambdaResponse, "list_function_url_configs")
    def list_all(self: Any) -> Any:
        latest, _ = asked(self, NO_FUNCTION)
        urls = scopes(latest, "urls")
        return answer(page(self, "FunctionUrlConfigs", [urls[qualifier] for qualifier in sorted(urls)]))


def written(response: Any) -> dict[str, Any]:
    return {field: value for field, value in json.loads(response.body).items() if field in FIELDS}


def shown(url: dict[str, Any], response: Any, *hidden: str) -> dict[str, Any]:
    """A write answers without the mode, unless it was given one, and a creation without the date of the last change."""
    unsaid = () if "InvokeMode" in written(response) else ("InvokeMode",)
    return {name: value for name, value in url.items() if name not in (*hidden, *unsaid)}


def existing(latest: Any, qualifier: str) -> dict[str, Any]:
    found = scopes(latest, "urls").get(qualifier)
    if found is None:
        raise refusal(404, "ResourceNotFoundException", NO_URL)
    return found


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def answer(body: dict[str, Any], status: int = 200) -> tuple[int, dict[str, Any], str]:
    return status, {"status": status}, json.dumps(body)
