"""An API from its description by OpenAPI 3.0 or Swagger 2.0, with API Gateway's extensions.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from apigateway import apis, integrations, methods, models, parts, resources, responses
from apigateway.store import PARTS, RestApi, Store
from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields, drawn

VERBS = {verb.lower(): verb for verb in methods.VERBS} | {"x-amazon-apigateway-any-method": "ANY"}
PLACES = {"query": "querystring", "header": "header", "path": "path"}
X = "x-amazon-apigateway-"


def parsed(body: bytes) -> Fields:
    try:
        told = yaml.safe_load(body)
    except yaml.YAMLError:
        raise bad("Invalid OpenAPI input.") from None
    if not isinstance(told, dict) or not ("swagger" in told or "openapi" in told):
        raise bad("Invalid OpenAPI input.")
    return told


def imported(store: Store, region: str, account: str, body: bytes, asked: dict[str, str]) -> Fields:
    told = parsed(body)
    types = asked.get("endpointConfigurationTypes")
    info = told.get("info") or {}
    made = apis.create(
        store,
        region,
        account,
        {
            "name": info.get("title") or "API",
            **({"endpointConfiguration": {"types": types.split(",")}} if types else {}),
        },
    )
    api = store.apis[made["id"]]
    described(api, region, account, told)
    return apis.told(apis.written(api))


def put(api: RestApi, region: str, account: str, body: bytes, mode: str) -> Fields:
    """`overwrite` takes away what the description lacks; `merge` leaves it."""
    told = parsed(body)
    if mode == "overwrite":
        root = api.fields["rootResourceId"]
        api.parts = {name: {} for name in PARTS}
        api.resources[root] = {"id": root, "path": "/", "methods": {}}
        for name in ("binaryMediaTypes", "policy", "description", "version", "minimumCompressionSize"):
            api.fields.pop(name, None)
    described(api, region, account, told)
    return apis.read(api)


def described(api: RestApi, region: str, account: str, told: Fields) -> None:
    info = told.get("info") or {}
    api.fields |= {"name": info.get("title") or api.fields["name"]}
    api.fields |= {name: str(info[name]) for name in ("description", "version") if info.get(name)}
    kept = set(api.fields.get("binaryMediaTypes", [])) | set(told.get(f"{X}binary-media-types") or [])
    if kept:
        api.fields["binaryMediaTypes"] = sorted(kept)
    if f"{X}api-key-source" in told:
        api.fields["apiKeySource"] = str(told[f"{X}api-key-source"]).upper()
    if f"{X}minimum-compression-size" in told:
        api.fields["minimumCompressionSize"] = int(told[f"{X}minimum-compression-size"])
    if f"{X}policy" in told:
        apis.set_policy(api, region, account, json.dumps(told[f"{X}policy"]))
    make_models(api, (told.get("components") or {}).get("schemas") or told.get("definitions") or {})
    schemes = (told.get("components") or {}).get("securitySchemes") or told.get("securityDefinitions") or {}
    guards = {name: make_authorizer(api, name, one) for name, one in schemes.items() if f"{X}authorizer" in one}
    validators = {name: make_validator(api, name, one) for name, one in (told.get(f"{X}request-validators") or {}).items()}
    for kind, one in (told.get(f"{X}gateway-responses") or {}).items():
        status = {"statusCode": str(one["statusCode"])} if "statusCode" in one else {}
        responses.put_response(api, kind, {**one, **status})
    for path, item in (told.get("paths") or {}).items():
        place = resource_at(api, path)
        for verb, one in item.items():
            if verb in VERBS:
                security = [name for each in one.get("security", told.get("security")) or [] for name in each.items()]
                validator = validators.get(one.get(f"{X}request-validator", told.get(f"{X}request-validator")))
                make_method(api, place, VERBS[verb], one, [*(item.get("parameters") or []), *(one.get("parameters") or [])], security, guards, validator, schemes)


def make_models(api: RestApi, schemas: Fields) -> None:
    own = f"https://apigateway.amazonaws.com/restapis/{api.id}/models/"
    for name in schemas:
        api.parts["models"].setdefault(name, {"id": drawn(6), "name": name, "contentType": "application/json", "schema": "{}"})
    for name, one in schemas.items():
        text = re.sub(r"#/(components/schemas|definitions)/", own, json.dumps(one))
        models.check(api, name, "application/json", text)
        api.parts["models"][name]["schema"] = text


def make_authorizer(api: RestApi, name: str, scheme: Fields) -> Fields:
    told = dict(scheme[f"{X}authorizer"])
    kind = {"token": "TOKEN", "request": "REQUEST", "cognito_user_pools": "COGNITO_USER_POOLS"}[told.pop("type").lower()]
    default = {} if kind == "REQUEST" else {"identitySource": f"method.request.header.{scheme['name']}"}
    body = {**default, **told, "name": name, "type": kind}
    here = next((one for one in api.parts["authorizers"].values() if one["name"] == name), None)
    if here is None:
        return parts.create_authorizer(api, body)
    here.update(body)
    return here


def make_validator(api: RestApi, name: str, one: Fields) -> str:
    here = next((each for each in api.parts["validators"].values() if each["name"] == name), None)
    made = here if here is not None else parts.create_validator(api, {"name": name})
    made |= {key: bool(one.get(key)) for key in ("validateRequestBody", "validateRequestParameters")}
    return str(made["id"])


def resource_at(api: RestApi, path: str) -> str:
    """Its id; what lies above it is made with it."""
    here = next((one["id"] for one in api.resources.values() if one["path"] == (path.rstrip("/") or "/")), None)
    if here is not None:
        return str(here)
    above, _, part = path.rstrip("/").rpartition("/")
    return str(resources.create(api, resource_at(api, above or "/"), part)["id"])


def make_method(
    api: RestApi, place: str, verb: str, told: Fields, parameters: list[Any], security: list[Any], guards: Fields, validator: str | None, schemes: Fields
) -> None:
    labels = {"resource_id": place, "http_method": verb}
    api.resources[place]["methods"].pop(verb, None)
    guard = next((name for name, _ in security if name in guards), None)
    signed = any((schemes.get(name) or {}).get(f"{X}authtype") == "awsSigv4" for name, _ in security)
    kind = "AWS_IAM" if signed else "NONE" if guard is None else "COGNITO_USER_POOLS" if guards[guard]["type"] == "COGNITO_USER_POOLS" else "CUSTOM"
    plain = [name for name, _ in security if name not in guards and not signed]
    wanted = {f"method.request.{PLACES[one['in']]}.{one['name']}": bool(one.get("required")) for one in parameters if one.get("in") in PLACES}
    scopes = next((list(values) for name, values in security if name == guard), [])
    methods.put_method(
        api,
        labels,
        {
            "authorizationType": kind,
            "apiKeyRequired": bool(plain),
            **({"authorizerId": guards[guard]["id"]} if guard is not None else {}),
            **({"authorizationScopes": scopes} if scopes else {}),
            **({"operationName": told["operationId"]} if told.get("operationId") else {}),
            **({"requestParameters": wanted} if wanted else {}),
            **({"requestValidatorId": validator} if validator else {}),
        },
    )
    for status, one in (told.get("responses") or {}).items():
        headers = {f"method.response.header.{name}": False for name in (one or {}).get("headers") or {}}
        methods.put_answer(api, {**labels, "status_code": str(status)}, {"responseParameters": headers} if headers else {})
    calls = told.get(f"{X}integration")
    if calls is None:
        return
    calls = dict(calls)
    answers = calls.pop("responses", None) or {}
    body = {**calls, "type": calls["type"].upper(), "passthroughBehavior": calls.get("passthroughBehavior", "when_no_match").upper()}
    integrations.put_integration(api, labels, body)
    for pattern, one in answers.items():
        status = str(one.get("statusCode", "200"))
        selected = {} if pattern == "default" else {"selectionPattern": pattern}
        answer = {name: value for name, value in one.items() if name != "statusCode"}
        integrations.put_answer(api, {**labels, "status_code": status}, {**answer, **selected})
