"""What a stage serves, as OpenAPI 3.0 or Swagger 2.0: of its deployment, never of the API as it is by now.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html
"""

from __future__ import annotations

import json
import re

from apigateway.store import Snapshot
from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields

PLACES = {"querystring": "query", "header": "header", "path": "path"}
HIDDEN = ("cacheNamespace", "cacheKeyParameters", "integrationResponses", "timeoutInMillis")
EXTENSIONS = ("apigateway", "integrations", "authorizers")


def exported(snapshot: Snapshot, kind: str, host: str, stage: str, extensions: str) -> bytes:
    if kind not in ("oas30", "swagger"):
        raise bad(f"Unsupported export type: {kind}")
    fields, asked = snapshot.fields, {one.strip() for one in extensions.split(",") if one.strip()}
    info = {"title": fields["name"], **{name: fields[name] for name in ("description", "version") if name in fields}}
    schemas = {one["name"]: schema(one["schema"], kind) for one in named_models(snapshot)}
    schemes = security_schemes(snapshot, whole=bool(asked & {"apigateway", "authorizers"}))
    if kind == "oas30":
        variables = {"basePath": {"default": stage}}
        head: Fields = {"openapi": "3.0.1", "info": info, "servers": [{"url": f"https://{host}/{{basePath}}", "variables": variables}]}
        components = {**({"schemas": schemas} if schemas else {}), **({"securitySchemes": schemes} if schemes else {})}
        tail: Fields = {"components": components}
    else:
        head = {"swagger": "2.0", "info": info, "host": host, "basePath": f"/{stage}", "schemes": ["https"]}
        tail = {**({"securityDefinitions": schemes} if schemes else {}), **({"definitions": schemas} if schemas else {})}
    of_api = {"x-amazon-apigateway-binary-media-types": fields["binaryMediaTypes"]} if "binaryMediaTypes" in fields and asked & {"apigateway", "integrations"} else {}
    return json.dumps({**head, "paths": paths(snapshot, kind, asked), **tail, **of_api}).encode()


def named_models(snapshot: Snapshot) -> list[Fields]:
    """Those that methods name, with those that these name."""
    named: list[str] = []
    for resource in snapshot.parts["resources"].values():
        for method in resource["methods"].values():
            answers = [one.get("responseModels") or {} for one in (method.get("methodResponses") or {}).values()]
            named += [name for models in (method.get("requestModels") or {}, *answers) for name in models.values()]
    found: dict[str, Fields] = {}
    while named:
        model = snapshot.parts["models"].get(named.pop())
        if model is not None and model["name"] not in found:
            found[model["name"]] = model
            named += re.findall(r"/models/([A-Za-z0-9]+)", model["schema"])
    return list(found.values())


def schema(text: str, kind: str) -> Fields:
    place = "#/components/schemas/" if kind == "oas30" else "#/definitions/"
    told: Fields = json.loads(re.sub(r"https://apigateway\.amazonaws\.com/restapis/[A-Za-z0-9]+/models/", place, text))
    return {name: value for name, value in told.items() if name != "$schema"}


def security_schemes(snapshot: Snapshot, whole: bool) -> Fields:
    named = {name for resource in snapshot.parts["resources"].values() for one in resource["methods"].values() for name in security(snapshot, one)}
    schemes: Fields = {}
    if "api_key" in named:
        schemes["api_key"] = {"type": "apiKey", "name": "x-api-key", "in": "header"}
    if "sigv4" in named:
        schemes["sigv4"] = {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"}
    for one in snapshot.parts["authorizers"].values():
        if one["name"] not in named:
            continue
        header = one.get("identitySource", "").removeprefix("method.request.header.")
        told = {name: value for name, value in one.items() if name not in ("id", "name", "authType")} | {"type": one["type"].lower()}
        more = {"x-amazon-apigateway-authtype": one["authType"], "x-amazon-apigateway-authorizer": told} if whole else {}
        schemes[one["name"]] = {"type": "apiKey", "name": header or "Unused", "in": "header", **more}
    return schemes


def security(snapshot: Snapshot, method: Fields) -> list[str]:
    names = []
    if method["authorizationType"] == "AWS_IAM":
        names.append("sigv4")
    if method.get("authorizerId"):
        names.append(snapshot.parts["authorizers"][method["authorizerId"]]["name"])
    return [*names, *(["api_key"] if method["apiKeyRequired"] else [])]


def paths(snapshot: Snapshot, kind: str, asked: set[str]) -> Fields:
    told: Fields = {}
    for resource in snapshot.parts["resources"].values():
        for verb, method in resource["methods"].items():
            key = "x-amazon-apigateway-any-method" if verb == "ANY" else verb.lower()
            told.setdefault(resource["path"], {})[key] = operation(snapshot, resource["path"], method, kind, asked)
    return told


def operation(snapshot: Snapshot, path: str, method: Fields, kind: str, asked: set[str]) -> Fields:
    declared = {f"method.request.path.{name}": True for name in re.findall(r"\{([^}+]+)\+?\}", path)} | (method.get("requestParameters") or {})
    parameters = [parameter(name, required, kind) for name, required in declared.items()]
    answers = {status: {"description": f"{status} response"} for status in method.get("methodResponses") or {}}
    names = security(snapshot, method)
    calls = asked & {"apigateway", "integrations"} and method.get("methodIntegration")
    return {
        **({"operationId": method["operationName"]} if "operationName" in method else {}),
        **({"parameters": parameters} if parameters else {}),
        "responses": answers,
        **({"security": [{name: method.get("authorizationScopes") or []} for name in names]} if names else {}),
        **({"x-amazon-apigateway-integration": integration(method["methodIntegration"])} if calls else {}),
    }


def parameter(name: str, required: bool, kind: str) -> Fields:
    _, _, place, own = name.split(".", 3)
    of_type = {"schema": {"type": "string"}} if kind == "oas30" else {"type": "string"}
    return {"name": own, "in": PLACES.get(place, "query"), **({"required": True} if required else {}), **of_type}


def integration(kept: Fields) -> Fields:
    """Answers go by the pattern that selects them, `default` where there is none."""
    answers = {
        one.get("selectionPattern") or "default": {name: value for name, value in one.items() if name != "selectionPattern"}
        for one in (kept.get("integrationResponses") or {}).values()
    }
    plain = {name: value for name, value in kept.items() if name not in HIDDEN and value not in ({}, [])}
    lower = {name: plain[name].lower() for name in ("type", "passthroughBehavior")}
    return {**plain, **lower, **({"responses": answers} if answers else {})}
