"""Models of payloads. https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html"""

from __future__ import annotations

import json
import re

from apigateway.patches import listed, patches_of
from apigateway.refusals import absent
from apigateway.store import RestApi
from apigatewayv2.refusals import bad, conflict
from apigatewayv2.store import Fields, drawn

DEFAULTS: tuple[Fields, ...] = (
    {
        "name": "Empty",
        "contentType": "application/json",
        "description": "This is a default empty schema model",
        "schema": '{\n  "$schema": "http://json-schema.org/draft-04/schema#",\n  "title" : "Empty Schema",\n  "type" : "object"\n}',
    },
    {
        "name": "Error",
        "contentType": "application/json",
        "description": "This is a default error schema model",
        "schema": '{\n  "$schema" : "http://json-schema.org/draft-04/schema#",\n  "title" : "Error Schema",\n  "type" : "object",\n  "properties" : {\n    "message" : { "type" : "string" }\n  }\n}',
    },
)
"""What AWS makes with each API."""
REFERENCE = re.compile(r"https://apigateway\.amazonaws\.com/restapis/([A-Za-z0-9]+)/models/([A-Za-z0-9]+)")
NAME = re.compile(r"[A-Za-z0-9]+")
NO_SCHEMA = "Model schema must have at least 1 property or array items defined"


def create(api: RestApi, body: Fields) -> Fields:
    name = body.get("name") or ""
    if name == "":
        raise bad("Model name must be non-empty")
    if not NAME.fullmatch(name):
        raise bad(f"Model name must be alphanumeric: {name}")
    if name in api.parts["models"]:
        raise conflict("Model name already exists for this REST API")
    check(api, name, body.get("contentType", ""), body.get("schema") or "")
    api.parts["models"][name] = {"id": drawn(6), **{key: value for key, value in body.items() if value != ""}}
    return api.parts["models"][name]


def check(api: RestApi, name: str, kind: str, schema: str) -> None:
    if schema == "":
        raise bad(NO_SCHEMA)
    if kind == "application/json":
        try:
            empty = not json.loads(schema)
        except ValueError:
            raise bad("Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]") from None
        if empty:
            raise bad(NO_SCHEMA)
    for owner, other in REFERENCE.findall(schema):
        if owner != api.id or (other != name and other not in api.parts["models"]):
            raise bad(f"Invalid model specified: Validation Result: warnings : [], errors : [Invalid model reference specified: {other}]")


def model_of(api: RestApi | None, name: str) -> Fields:
    found = api and api.parts["models"].get(name)
    if not found:
        raise absent(f"Invalid model name specified: {name}")
    return found


def update(api: RestApi, name: str, body: Fields) -> Fields:
    allowed = {"/description": str, "/schema": str}
    after = listed(model_of(api, name), patches_of(body), allowed, "/description, /schema")
    check(api, name, after["contentType"], after.get("schema") or "")
    api.parts["models"][name] = after
    return after


def delete(api: RestApi, name: str) -> None:
    model_of(api, name)
    for resource in api.resources.values():
        for verb, method in resource["methods"].items():
            for kind, models in used(method):
                if name in models.values():
                    raise conflict(f"Cannot delete model '{name}', is referenced in method {kind}: {resource['path']}/{verb}")
    for other, model in api.parts["models"].items():
        if other != name and any(each == name for _, each in REFERENCE.findall(model.get("schema") or "")):
            raise conflict(f"Cannot delete model '{name}', is referenced in model: {other}")
    del api.parts["models"][name]


def used(method: Fields) -> list[tuple[str, dict[str, str]]]:
    answers = [("response", one.get("responseModels") or {}) for one in (method.get("methodResponses") or {}).values()]
    return [("request", method.get("requestModels") or {}), *answers]
