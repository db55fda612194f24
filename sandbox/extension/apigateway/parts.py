"""Validators and authorizers of an API, and what they have in common with its documentation."""

from __future__ import annotations

from apigateway.patches import listed, member, patches_of, put, whole, yes
from apigateway.refusals import absent
from apigateway.store import RestApi
from apigatewayv2.refusals import Refused, bad, conflict
from apigatewayv2.store import Fields, drawn

NAMES = {
    "validators": "Request Validator",
    "authorizers": "Authorizer",
    "documentation": "Documentation part",
}


def found(api: RestApi | None, collection: str, part: str) -> Fields:
    one = api and api.parts[collection].get(part)
    if not one:
        raise absent(f"Invalid {NAMES[collection]} identifier specified")
    return one


def kept(api: RestApi, collection: str, part: Fields) -> Fields:
    made = {**part, "id": drawn(6)}
    api.parts[collection][made["id"]] = made
    return made


def create_validator(api: RestApi | None, body: Fields) -> Fields:
    if api is None:
        raise bad("Invalid REST API identifier specified")
    return kept(api, "validators", {"validateRequestBody": False, "validateRequestParameters": False, **body})


def update_validator(api: RestApi | None, part: str, body: Fields) -> Fields:
    now = found(api, "validators", part)
    allowed = {"/name": str, "/validateRequestBody": yes, "/validateRequestParameters": yes}
    after = listed(now, patches_of(body), allowed, "/name, /validateRequestParameters, /validateRequestBody")
    if not after.get("name"):
        raise bad("Request Validator name cannot be blank")
    now.update(after)
    return now


def create_authorizer(api: RestApi | None, body: Fields) -> Fields:
    if api is None:
        why = "Unable to complete operation due to concurrent modification. Please try again later."
        raise Refused(409, "ConflictException", why)
    if any(one["name"] == body.get("name") for one in api.parts["authorizers"].values()):
        raise conflict("Authorizer name must be unique. Authorizer already exists in this RestApi.")
    kind = body.get("type")
    check_authorizer(body)
    own = {"authType": "cognito_user_pools" if kind == "COGNITO_USER_POOLS" else "custom"}
    return kept(api, "authorizers", {**own, **{name: value for name, value in body.items() if value not in (None, "", [])}})


def check_authorizer(one: Fields) -> None:
    kind = one.get("type")
    if kind in ("TOKEN", "REQUEST") and not one.get("authorizerUri"):
        raise bad("Authorizer URI must be specified for a Lambda authorizer")
    if kind == "COGNITO_USER_POOLS" and not one.get("providerARNs"):
        raise bad("ProviderARNs must be specified for a COGNITO_USER_POOLS authorizer")
    cached = one.get("authorizerResultTtlInSeconds", 300)
    if kind in ("TOKEN", "COGNITO_USER_POOLS") and not one.get("identitySource"):
        raise bad("Identity source must be specified")
    if kind == "REQUEST" and cached > 0 and not one.get("identitySource"):
        raise bad("Identity source must be specified when authorization caching is enabled")
    if not 0 <= cached <= 3600:
        raise bad("Invalid cache TTL specified. Must be between 0 and 3600")


def update_authorizer(api: RestApi | None, part: str, body: Fields) -> Fields:
    now = found(api, "authorizers", part)
    after = dict(now)
    texts = ("/name", "/type", "/authType", "/authorizerUri", "/authorizerCredentials", "/identitySource", "/identityValidationExpression")
    for one in patches_of(body):
        if one.path == "/providerARNs":
            after["providerARNs"] = member(after.get("providerARNs", []), one, one.value)
        elif one.path == "/authorizerResultTtlInSeconds" and one.op == "replace":
            put(after, "authorizerResultTtlInSeconds", whole(one.value) if one.value else "")
        elif one.path in texts and one.op == "replace":
            put(after, one.path[1:], one.value)
        else:
            raise bad(f"Invalid patch path {one.path}")
    check_authorizer(after)
    now.clear()
    now.update(after)
    return now


def delete(api: RestApi | None, collection: str, part: str) -> None:
    found(api, collection, part)
    assert api is not None
    field = {"authorizers": "authorizerId", "validators": "requestValidatorId"}.get(collection)
    for resource in api.resources.values():
        for verb, method in resource["methods"].items():
            if field is not None and method.get(field) == part:
                raise conflict(f"Cannot delete {NAMES[collection].lower()} '{part}', is referenced in method: {resource['path']}/{verb}")
    del api.parts[collection][part]
