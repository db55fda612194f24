"""Whether a route of an HTTP API lets a request in.

Tokens are read and never verified: the sandbox has nobody's keys. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
"""

from __future__ import annotations

import base64
import json
import re
import time
from typing import Any

import caller
from executeapi.events import Asked, event_1_0, event_2_0
from executeapi.functions import Failed, called, function_in
from functionurls.event import signer
from patching import Sandbox


class Barred(Exception):
    """The request is answered with this status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def authorized(sandbox: Sandbox, asked: Asked, authorizers: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """What the event tells of whoever asks. Raises Barred."""
    kind = asked.route.get("authorizationType", "NONE")
    if kind == "NONE":
        return None
    if kind == "AWS_IAM":
        if not asked.access_key:
            raise Barred(403, "Forbidden")
        return {"iam": signer(caller.principal(asked.access_key, sandbox.account), asked.access_key, sandbox.account)}
    authorizer = authorizers[asked.route["authorizerId"]]
    if kind == "JWT":
        return {"jwt": by_token(authorizer, asked)}
    return by_function(sandbox, authorizer, asked)


def by_token(authorizer: dict[str, Any], asked: Asked) -> dict[str, Any]:
    config = authorizer["jwtConfiguration"]
    token = re.sub(r"^Bearer ", "", value_of(asked, authorizer["identitySource"][0]) or "")
    claims = claims_of(token)
    audience = claims.get("aud", claims.get("client_id"))
    names = audience if isinstance(audience, list) else [audience]
    if claims.get("iss") != config["issuer"] or not set(names) & set(config.get("audience", [])):
        raise Barred(401, "Unauthorized")
    if claims.get("exp", 0) < time.time():
        raise Barred(401, "Unauthorized")
    scopes = str(claims.get("scope", "")).split()
    wanted = asked.route.get("authorizationScopes") or []
    if wanted and not set(wanted) & set(scopes):
        raise Barred(403, "Forbidden")
    return {"claims": {name: str(value) for name, value in claims.items()}, "scopes": scopes or None}


def claims_of(token: str) -> dict[str, Any]:
    try:
        part = token.split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError):
        raise Barred(401, "Unauthorized") from None
    if not isinstance(told, dict):
        raise Barred(401, "Unauthorized")
    return told


def by_function(sandbox: Sandbox, authorizer: dict[str, Any], asked: Asked) -> dict[str, Any]:
    sources = authorizer["identitySource"]
    if any(value_of(asked, source) is None for source in sources):
        raise Barred(401, "Unauthorized")
    newer = authorizer["authorizerPayloadFormatVersion"] == "2.0"
    own = {"type": "REQUEST", "routeArn" if newer else "methodArn": asked.source}
    event = {**(event_2_0(asked) if newer else event_1_0(asked)), **own}
    event["identitySource"] = [value_of(asked, source) for source in sources]
    source = f"{asked.execute_arn}/authorizers/{authorizer['authorizerId']}"
    arn = function_in(authorizer["authorizerUri"], asked.stage["stageVariables"])
    try:
        if arn is None:
            raise Failed("it names no function")
        told = json.loads(called(sandbox, arn, source, authorizer.get("authorizerCredentialsArn"), event))
        allowed = told["isAuthorized"] if authorizer.get("enableSimpleResponses") else allows(told["policyDocument"])
    except (Failed, KeyError, TypeError, ValueError):
        raise Barred(500, "Internal Server Error") from None
    if allowed is not True:
        raise Barred(403, "Forbidden")
    return {"lambda": told.get("context") or {}}


def allows(policy: dict[str, Any]) -> bool:
    """Of its statements, which resource each is about is not asked."""
    effects = {one["Effect"] for one in policy["Statement"]}
    return "Allow" in effects and "Deny" not in effects


def value_of(asked: Asked, source: str) -> str | None:
    kind, _, name = source.removeprefix("$").partition(".")[2].partition(".")
    if kind == "header":
        return asked.request.headers.get(name.lower())
    if kind == "querystring":
        return event_2_0(asked).get("queryStringParameters", {}).get(name)
    return None
