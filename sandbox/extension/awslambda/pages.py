"""Lists of Lambda end after a page.

AWS gives 50 functions, versions, aliases or layer versions and 100 mappings at most, with a marker for the
rest, and says nothing of states there. Plain moto gives everything at once and ignores both `MaxItems` and `Marker`.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from moto.awslambda.responses import LambdaResponse

from awslambda.names import arn_of, named, refusal
from patching import Sandbox, replaces


ONLY_BY_NAME = ("State", "LastUpdateStatus", "RuntimeVersionConfig")


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaResponse, "list_functions")
    def list_functions(original: Any, self: Any) -> str:
        functions = []
        for group in list(self.backend._lambdas._functions.values()):
            latest = listed(group["latest"])
            if self.querystring.get("FunctionVersion") == ["ALL"]:
                qualified = {**latest, "FunctionArn": arn_of(group["latest"], "$LATEST")}
                functions += [qualified, *map(listed, group["versions"])]
            else:
                functions.append(latest)
        return json.dumps(page(self, "Functions", functions))

    @replaces(LambdaResponse, "list_versions_by_function")
    def list_versions_by_function(original: Any, self: Any) -> str:
        latest = self.backend.get_function(named(self)[0], None)
        group = self.backend._lambdas._functions[latest.function_name]
        first = {**listed(latest), "FunctionArn": arn_of(latest, "$LATEST")}
        return json.dumps(page(self, "Versions", [first, *map(listed, group["versions"])]))

    @replaces(LambdaResponse, "list_aliases")
    def list_aliases(original: Any, self: Any) -> str:
        wanted = self.querystring.get("FunctionVersion")
        aliases = self.backend.list_aliases(named(self)[0])
        chosen = [alias.to_json() for alias in aliases if wanted in (None, [alias.function_version])]
        return json.dumps(page(self, "Aliases", chosen))


def listed(fn: Any) -> dict[str, Any]:
    """A list says neither how a function is nor how its last change went, nor which patch of its runtime it has."""
    return {name: value for name, value in fn.get_configuration().items() if not name.startswith(ONLY_BY_NAME)}


def page(response: Any, field: str, items: list[Any], most: int = 50) -> dict[str, Any]:
    """The page of `items` that the request asks for."""
    asked = response.querystring.get("MaxItems")
    size = min(int(asked[0]), most) if asked else most
    start = position(response.querystring.get("Marker"))
    end = start + size
    marker = {"NextMarker": base64.b64encode(str(end).encode()).decode()} if end < len(items) else {}
    return {field: items[start:end], **marker}


def position(marker: list[str] | None) -> int:
    if not marker:
        return 0
    try:
        return int(base64.b64decode(marker[0], validate=True))
    except ValueError:
        raise refusal(400, "InvalidParameterValueException", "Invalid Marker") from None
