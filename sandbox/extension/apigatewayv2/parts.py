"""Authorizers, integrations, models and routes of an API, and the responses of the latter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from apigatewayv2.changes import changed
from apigatewayv2.pages import page
from apigatewayv2.refusals import bad, conflict, not_found
from apigatewayv2.store import Api, Fields, drawn

IDS = {
    "authorizers": "authorizerId",
    "integrations": "integrationId",
    "models": "modelId",
    "routes": "routeId",
    "integrationresponses": "integrationResponseId",
    "routeresponses": "routeResponseId",
}
NAMES = {
    "authorizers": "name",
    "models": "name",
    "routes": "routeKey",
    "integrationresponses": "integrationResponseKey",
    "routeresponses": "routeResponseKey",
}
"""What is one of its kind."""
HTTP_KEY = re.compile(r"\$default|(ANY|GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS) /\S*")


def place(api: Api, collection: str, labels: dict[str, str]) -> dict[str, Fields]:
    """Where parts of a collection are: responses lie within what they are of."""
    if collection == "integrationresponses":
        return found(api, "integrations", labels)["responses"]
    if collection == "routeresponses":
        return found(api, "routes", labels)["responses"]
    return api.parts[collection]


def found(api: Api, collection: str, labels: dict[str, str]) -> Fields:
    part_id = labels[IDS[collection]]
    part = place(api, collection, labels).get(part_id)
    if part is None:
        raise not_found(IDS[collection].removesuffix("Id").capitalize(), part_id)
    return part


def told(part: Fields) -> Fields:
    return {name: value for name, value in part.items() if name != "responses"}


def create(api: Api, collection: str, labels: dict[str, str], body: Fields, managed: bool = False) -> Fields:
    parts = place(api, collection, labels)
    part = {**DEFAULTS.get(collection, nothing)(api, body), **body}
    CHECKS.get(collection, unchecked)(api, part)
    refuse_second(parts, collection, part, None)
    part[IDS[collection]] = drawn(7)
    if managed:
        part["apiGatewayManaged"] = True
    if collection in ("integrations", "routes"):
        part["responses"] = {}
    parts[part[IDS[collection]]] = part
    return told(part)


def update(api: Api, collection: str, labels: dict[str, str], body: Fields) -> Fields:
    part = found(api, collection, labels)
    if collection == "routes" and "routeKey" in body:
        refuse_managed(part, collection)
    if collection == "integrations" and "integrationSubtype" in part:
        refuse_half(part, body)
    after = changed(part, body)
    CHECKS.get(collection, unchecked)(api, after)
    refuse_second(place(api, collection, labels), collection, after, part[IDS[collection]])
    place(api, collection, labels)[part[IDS[collection]]] = after
    return told(after)


def delete(api: Api, collection: str, labels: dict[str, str]) -> None:
    part = found(api, collection, labels)
    refuse_managed(part, collection)
    part_id = part[IDS[collection]]
    for route in api.parts["routes"].values():
        if collection == "integrations" and route.get("target") == f"integrations/{part_id}":
            raise conflict(f"Cannot delete Integration '{part_id}' that is referenced by Route '{route['routeKey']}'")
        if collection == "authorizers" and route.get("authorizerId") == part_id:
            raise conflict(f"Cannot delete Authorizer '{part_id}' that is referenced by Route '{route['routeKey']}'")
        if collection == "models" and part["name"] in (route.get("requestModels") or {}).values():
            raise conflict(f"Cannot delete Model '{part['name']}' that is referenced by Route '{route['routeKey']}'")
    del place(api, collection, labels)[part_id]


def listed(api: Api, collection: str, labels: dict[str, str], asked: dict[str, str]) -> Fields:
    return page([told(one) for one in place(api, collection, labels).values()], asked)


def delete_request_parameter(api: Api, labels: dict[str, str]) -> None:
    route = found(api, "routes", labels)
    parameters = route.get("requestParameters") or {}
    if labels["requestParameterKey"] not in parameters:
        raise not_found("Request Parameter", labels["requestParameterKey"])
    del parameters[labels["requestParameterKey"]]
    if not parameters:
        route.pop("requestParameters")


def refuse_half(part: Fields, body: Fields) -> None:
    """An update of a call of a service's action says all of it again, and nothing empty.

    https://github.com/hashicorp/terraform-provider-aws/issues/22647
    https://github.com/hashicorp/terraform-provider-aws/issues/50061
    """
    parameters = body.get("requestParameters") or {}
    if body.get("integrationSubtype", part["integrationSubtype"]) != part["integrationSubtype"]:
        raise bad("IntegrationSubtype of an integration cannot be changed")
    lacks = sorted(set(part.get("requestParameters") or {}) - set(parameters))
    if "integrationType" not in body or "integrationSubtype" not in body or lacks:
        raise bad(f"Parameters: {lacks} are required for the integration of {part['integrationSubtype']}")
    if "" in parameters.values():
        raise bad("Parameters of an integration of a service cannot be empty")


def refuse_managed(part: Fields, collection: str) -> None:
    """A managed integration can be updated and not deleted; of a managed route the key is fixed.

    https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html
    """
    if part.get("apiGatewayManaged"):
        raise conflict(f"Cannot change {collection} that are managed by API Gateway")


def refuse_second(parts: dict[str, Fields], collection: str, part: Fields, own: str | None) -> None:
    name = NAMES.get(collection)
    if name is None:
        return
    for other_id, other in parts.items():
        if other_id != own and other.get(name) == part.get(name):
            raise conflict(f"{collection.capitalize()[:-1]} with {name} {part.get(name)} already exists for this API")


def nothing(api: Api, body: Fields) -> Fields:
    return {}


def unchecked(api: Api, part: Fields) -> None:
    return None


def route_defaults(api: Api, body: Fields) -> Fields:
    return {"apiKeyRequired": False, "authorizationType": "NONE"}


def integration_defaults(api: Api, body: Fields) -> Fields:
    """https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html"""
    longest = 29_000 if api.is_socket else 30_000
    defaults: Fields = {"connectionType": "INTERNET", "timeoutInMillis": longest}
    if api.is_socket:
        defaults |= {"passthroughBehavior": "WHEN_NO_MATCH", "payloadFormatVersion": "1.0"}
        if body.get("integrationType") in ("AWS", "AWS_PROXY"):
            defaults["integrationResponseSelectionExpression"] = "${integration.response.statuscode}"
    else:
        if "integrationSubtype" not in body and body.get("integrationType") == "AWS_PROXY":
            defaults["integrationMethod"] = "POST"
        if body.get("integrationType") != "AWS_PROXY" or "integrationSubtype" in body:
            defaults["payloadFormatVersion"] = "1.0"
    return defaults


def check_integration(api: Api, part: Fields) -> None:
    kind = part.get("integrationType")
    if not api.is_socket and kind not in ("AWS_PROXY", "HTTP_PROXY"):
        raise bad(f"Unsupported integration type {kind} for HTTP APIs")
    if not api.is_socket and kind == "AWS_PROXY" and "payloadFormatVersion" not in part:
        raise bad("PayloadFormatVersion is a required parameter for AWS_PROXY integrations")
    if kind != "MOCK" and not part.get("integrationUri") and "integrationSubtype" not in part:
        raise bad("IntegrationUri is a required parameter")
    if not 50 <= int(part["timeoutInMillis"]) <= (29_000 if api.is_socket else 30_000):
        raise bad("Timeout should be between 50 ms and the most of its kind of API")


def check_route(api: Api, part: Fields) -> None:
    key = part["routeKey"]
    if not api.is_socket and HTTP_KEY.fullmatch(key) is None:
        raise bad(f"The provided route key is not formatted properly for HTTP protocol. Format should be '<HTTP METHOD> /<RESOURCE PATH>' or '$default': {key}")
    target = part.get("target")
    if target and target.removeprefix("integrations/") not in api.parts["integrations"]:
        raise bad(f"Invalid integration identifier specified in target {target}")
    authorizer = part.get("authorizerId")
    if authorizer and authorizer not in api.parts["authorizers"]:
        raise bad(f"Invalid authorizer identifier specified {authorizer}")
    if part.get("authorizationType") in ("JWT", "CUSTOM") and not authorizer:
        raise bad("AuthorizerId is required for this kind of authorization")
    models = {one["name"] for one in api.parts["models"].values()} | {"Empty", "Error"}
    for model in (part.get("requestModels") or {}).values():
        if model not in models:
            raise bad(f"Invalid model name specified {model}")


def check_authorizer(api: Api, part: Fields) -> None:
    if part.get("authorizerType") == "JWT":
        if api.is_socket:
            raise bad("JWT authorizers are of HTTP APIs alone")
        if not (part.get("jwtConfiguration") or {}).get("issuer"):
            raise bad("Issuer is a required parameter of a JWT authorizer")
    elif not part.get("authorizerUri"):
        raise bad("AuthorizerUri is a required parameter")
    elif not api.is_socket and not part.get("authorizerPayloadFormatVersion"):
        raise bad("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer")


DEFAULTS: dict[str, Callable[[Api, Fields], Fields]] = {"routes": route_defaults, "integrations": integration_defaults}
CHECKS: dict[str, Callable[[Api, Any], None]] = {
    "routes": check_route,
    "integrations": check_integration,
    "authorizers": check_authorizer,
}
