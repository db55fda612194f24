"""Methods of a path, and how they answer. https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html"""

from __future__ import annotations

from apigateway.patches import entry, patches_of, put, yes
from apigateway.refusals import absent, no_method, no_status
from apigateway.resources import resource_of, told_method
from apigateway.store import RestApi
from apigatewayv2.refusals import bad, conflict
from apigatewayv2.store import Fields

VERBS = ("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY")
NO_AUTHORIZER = (
    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
)
KINDS = ("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS")


def place(api: RestApi | None, labels: dict[str, str]) -> dict[str, Fields]:
    methods: dict[str, Fields] = resource_of(api, labels["resource_id"])["methods"]
    return methods


def method_of(api: RestApi | None, labels: dict[str, str]) -> Fields:
    found = place(api, labels).get(labels["http_method"])
    if found is None:
        raise no_method()
    return found


def put_method(api: RestApi | None, labels: dict[str, str], body: Fields) -> Fields:
    methods, verb = place(api, labels), labels["http_method"]
    assert api is not None
    if verb not in VERBS:
        raise bad(f"Invalid HttpMethod specified. Valid options are {','.join(VERBS)}")
    if verb in methods:
        raise conflict("Method already exists for this resource")
    method = {"apiKeyRequired": False, **{key: value for key, value in body.items() if value not in (None, "")}, "httpMethod": verb}
    check(api, method)
    methods[verb] = method
    return told_method(method)


def check(api: RestApi, method: Fields) -> None:
    kind = method.get("authorizationType")
    if kind not in KINDS:
        raise bad("Invalid authorization type specified. Must be NONE, AWS_IAM, CUSTOM, or COGNITO_USER_POOLS")
    if kind in ("CUSTOM", "COGNITO_USER_POOLS"):
        authorizer = api.parts["authorizers"].get(method.get("authorizerId", ""))
        if authorizer is None or (authorizer["type"] == "COGNITO_USER_POOLS") != (kind == "COGNITO_USER_POOLS"):
            raise bad(NO_AUTHORIZER)
    if "requestValidatorId" in method and method["requestValidatorId"] not in api.parts["validators"]:
        raise bad("Invalid Request Validator identifier specified")
    for model in (method.get("requestModels") or {}).values():
        if model not in api.parts["models"]:
            raise bad(f"Invalid model identifier specified: {model}")
    names = [name.rpartition(".")[2] for name in method.get("requestParameters") or {}]
    if len(set(names)) < len(names):
        raise bad("Parameter names must be unique across querystring, header and path")
    for name in method.get("requestParameters") or {}:
        if not name.startswith(("method.request.querystring.", "method.request.header.", "method.request.path.", "method.request.multivalue")):
            raise bad(f"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: {name}]")


def update(api: RestApi | None, labels: dict[str, str], body: Fields) -> Fields:
    now = method_of(api, labels)
    assert api is not None
    after = dict(now)
    for one in patches_of(body):
        if entry(after, "requestParameters", one, yes, absent("Invalid parameter name specified")):
            continue
        if entry(after, "requestModels", one, str, absent("Content-Type specified was not found")):
            continue
        if one.path == "/authorizationScopes":
            kept = [each for each in after.get("authorizationScopes", []) if each != one.value]
            after["authorizationScopes"] = kept if one.op == "remove" else [*kept, one.value]
            continue
        if one.path not in ("/authorizationType", "/authorizerId", "/apiKeyRequired", "/operationName", "/requestValidatorId"):
            raise bad(f"Invalid patch path {one.path}")
        if one.op != "replace":
            raise bad("Invalid patch operation specified. Must be one of: [replace]")
        put(after, one.path[1:], yes(one.value) if one.path == "/apiKeyRequired" else one.value)
    if after["authorizationType"] in ("NONE", "AWS_IAM"):
        after.pop("authorizerId", None)
    check(api, after)
    now.clear()
    now.update(after)
    return told_method(now)


def delete(api: RestApi | None, labels: dict[str, str]) -> None:
    method_of(api, labels)
    del place(api, labels)[labels["http_method"]]


def answers(api: RestApi | None, labels: dict[str, str]) -> dict[str, Fields]:
    found: dict[str, Fields] = method_of(api, labels).setdefault("methodResponses", {})
    return found


def put_answer(api: RestApi | None, labels: dict[str, str], body: Fields) -> Fields:
    kept, status = answers(api, labels), labels["status_code"]
    assert api is not None
    if status in kept:
        raise conflict("Response already exists for this resource")
    for model in (body.get("responseModels") or {}).values():
        if model not in api.parts["models"]:
            raise bad(f"Invalid model identifier specified: {model}")
    kept[status] = {**body, "statusCode": status}
    return kept[status]


def answer_of(api: RestApi | None, labels: dict[str, str]) -> Fields:
    found = answers(api, labels).get(labels["status_code"])
    if found is None:
        raise no_status()
    return found


def update_answer(api: RestApi | None, labels: dict[str, str], body: Fields) -> Fields:
    now = answer_of(api, labels)
    after = dict(now)
    for one in patches_of(body):
        if entry(after, "responseParameters", one, yes, absent("Invalid parameter name specified")):
            continue
        if not entry(after, "responseModels", one, str, absent("Content-Type specified was not found")):
            raise bad(f"Invalid patch path {one.path}")
    now.clear()
    now.update(after)
    return now


def delete_answer(api: RestApi | None, labels: dict[str, str]) -> None:
    answer_of(api, labels)
    del answers(api, labels)[labels["status_code"]]
