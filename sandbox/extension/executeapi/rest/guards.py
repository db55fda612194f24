"""Who may call a method: the API's own policy, authorizers, and API keys of usage plans.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import parse_qs

import caller
from apigateway.store import Store
from apigatewayv2.store import Fields
from executeapi.authorizing import Barred as Unread
from executeapi.authorizing import claims_of
from executeapi.functions import Failed, called, function_in
from executeapi.rest.asked import Asked
from executeapi.rest.events import event_of
from executeapi.rest.refused import Barred
from iam.conditions import holds, in_list
from iam.permits import fits
from iam.trust import names
from patching import Sandbox

INVOKE = "execute-api:invoke"


def obey_policy(asked: Asked) -> None:
    """Of the API, as it was deployed. Whoever has signed is let in by their own policies, unless this one denies it."""
    document = asked.snapshot.fields.get("policy")
    if document is None:
        return
    signed = asked.method["authorizationType"] == "AWS_IAM" and asked.access_key != ""
    who = caller.principal(asked.access_key, asked.account) if signed else "anonymous"
    facts = {
        "aws:sourceip": asked.request.address,
        "aws:sourcevpc": None,
        "aws:sourcevpce": None,
        "aws:principalarn": caller.role_of(who) if signed else None,
        "aws:principalaccount": asked.account if signed else None,
        "aws:securetransport": "true",
    }
    effects = {
        one["Effect"]
        for one in in_list(json.loads(document)["Statement"])
        if is_named(one.get("Principal"), who, asked.account, signed=signed)
        and fits(one, INVOKE, asked.method_arn)
        and holds(one.get("Condition", {}), facts)
    }
    if "Deny" in effects or not ("Allow" in effects or signed):
        hidden = asked.method_arn.replace(asked.account, f"********{asked.account[8:]}")
        denied = " with an explicit deny" if "Deny" in effects else ""
        raise Barred("ACCESS_DENIED", f"User: {who} is not authorized to perform: execute-api:Invoke on resource: {hidden}{denied}")


def is_named(principal: Any, who: str, account: str, *, signed: bool) -> bool:
    if not signed:
        return principal == "*" or "*" in in_list((principal or {}).get("AWS", []))
    return names(principal, {"AWS": who}, account) or names(principal, {"AWS": caller.role_of(who)}, account)


def authorized(sandbox: Sandbox, asked: Asked) -> dict[str, Any] | None:
    kind = asked.method["authorizationType"]
    if kind == "NONE":
        return None
    if kind == "AWS_IAM":
        if not asked.access_key:
            raise Barred("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")
        return None
    authorizer = asked.snapshot.parts["authorizers"][asked.method["authorizerId"]]
    if kind == "COGNITO_USER_POOLS":
        return {"claims": by_token(asked, authorizer)}
    return by_function(sandbox, asked, authorizer)


def by_token(asked: Asked, authorizer: Fields) -> dict[str, str]:
    """Tokens are read and never verified: the sandbox has nobody's keys."""
    token = re.sub(r"^Bearer ", "", value_of(asked, authorizer["identitySource"]) or "")
    try:
        claims = claims_of(token)
    except Unread:
        raise Barred("UNAUTHORIZED", "Unauthorized") from None
    if claims.get("exp", 0) < time.time():
        raise Barred("UNAUTHORIZED", "The incoming token has expired")
    wanted = asked.method.get("authorizationScopes") or []
    if wanted and not set(wanted) & set(str(claims.get("scope", "")).split()):
        raise Barred("UNAUTHORIZED", "Unauthorized")
    return {name: str(value) for name, value in claims.items()}


def by_function(sandbox: Sandbox, asked: Asked, authorizer: Fields) -> dict[str, Any]:
    sources = [one.strip() for one in authorizer.get("identitySource", "").split(",") if one.strip()]
    values = [value_of(asked, one) for one in sources]
    if any(one in (None, "") for one in values):
        raise Barred("UNAUTHORIZED", "Unauthorized")
    pattern = authorizer.get("identityValidationExpression")
    if pattern and not re.fullmatch(pattern, values[0] or ""):
        raise Barred("UNAUTHORIZED", "Unauthorized")
    own = {"type": authorizer["type"], "methodArn": asked.method_arn}
    event = {**own, "authorizationToken": values[0]} if authorizer["type"] == "TOKEN" else {**event_of(asked), **own}
    source = f"{asked.execute_arn}/authorizers/{authorizer['id']}"
    arn = function_in(authorizer["authorizerUri"], asked.variables)
    if arn is None:
        raise Barred("AUTHORIZER_CONFIGURATION_ERROR", None)
    try:
        told = json.loads(called(sandbox, arn, source, authorizer.get("authorizerCredentials"), event))
        statements = in_list(told["policyDocument"]["Statement"])
        effects = {one["Effect"] for one in statements if fits(one, INVOKE, asked.method_arn)}
    except Failed as failed:
        if '"Unauthorized"' in str(failed):
            raise Barred("UNAUTHORIZED", "Unauthorized") from None
        raise Barred("AUTHORIZER_CONFIGURATION_ERROR", None) from None
    except (KeyError, TypeError, ValueError):
        raise Barred("AUTHORIZER_CONFIGURATION_ERROR", None) from None
    if effects != {"Allow"}:
        denied = " with an explicit deny in an identity-based policy" if "Deny" in effects else ""
        raise Barred("ACCESS_DENIED", f"User is not authorized to access this resource{denied}")
    usage = {"usageIdentifierKey": told["usageIdentifierKey"]} if "usageIdentifierKey" in told else {}
    return {"principalId": told.get("principalId"), **usage, **(told.get("context") or {})}


def value_of(asked: Asked, source: str) -> str | None:
    """`method.request.header.Authorization`, `stageVariables.team`"""
    if source.startswith("stageVariables."):
        return asked.variables.get(source.partition(".")[2])
    place, _, name = source.removeprefix("method.request.").partition(".")
    if place == "querystring":
        return next(iter(parse_qs(asked.request.query).get(name, [])), None)
    return asked.request.headers.get(name.lower())


def key_for(store: Store, asked: Asked) -> dict[str, str] | None:
    """Of a method that wants one, the API key of a usage plan that lets into this stage."""
    if not asked.method["apiKeyRequired"]:
        return None
    by_authorizer = asked.snapshot.fields["apiKeySource"] == "AUTHORIZER"
    given = (asked.authorizer or {}).get("usageIdentifierKey") if by_authorizer else asked.request.headers.get("x-api-key")
    here = {"apiId": asked.api.id, "stage": asked.stage["stageName"]}
    for key in store.keys.values():
        if not given or key["value"] != given or not key["enabled"]:
            continue
        if any(key["id"] in plan["keys"] and any(here.items() <= one.items() for one in plan["apiStages"]) for plan in store.plans.values()):
            return {"apiKey": key["value"], "apiKeyId": key["id"]}
    raise Barred("INVALID_API_KEY", "Forbidden")
