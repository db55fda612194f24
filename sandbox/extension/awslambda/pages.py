"""Lists of Lambda end after a page.

AWS gives 50 functions, versions, aliases or layer versions and 100 mappings at most, with a marker for the
rest. Plain moto gives everything at once and ignores both `MaxItems` and `Marker`.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from moto.awslambda.responses import LambdaResponse

from awslambda.names import arn_of, named, refusal
from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaResponse, "list_functions")
    def list_functions(original: Any, self: Any) -> str:
        functions = []
        for group in list(self.backend._lambdas._functions.values()):
            latest = group["latest"].get_configuration()
            if self.querystring.get("FunctionVersion") == ["ALL"]:
                qualified = {**latest, "FunctionArn": arn_of(group["latest"], "$LATEST")}
                functions += [qualified, *(version.get_configuration() for version in group["versions"])]
            else:
                functions.append(latest)
        return json.dumps(page(self, "Functions", functions))

    @replaces(LambdaResponse, "list_versions_by_function")
    def list_versions_by_function(original: Any, self: Any) -> str:
        latest = self.backend.get_function(named(self)[0], None)
        group = self.backend._lambdas._functions[latest.function_name]
        first = {**latest.get_configuration(), "FunctionArn": arn_of(latest, "$LATEST")}
        return json.dumps(page(self, "Versions", [first, *(v.get_configuration() for v in group["versions"])]))

    @replaces(LambdaResponse, "list_aliases")
    def list_aliases(original: Any, self: Any) -> str:
        wanted = self.querystring.get("FunctionVersion")
        aliases = self.backend.list_aliases(named(self)[0])
        chosen = [alias.to_json() for alias in aliases if wanted in (None, [alias.function_version])]
        return json.dumps(page(self, "Aliases", chosen))


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
