"""Connections to WebSocket APIs. The gateway in front holds them, and says here what happens to each.

A message takes the route whose key the API's expression selects, or `$default`; what its integration answers goes back where
the route has a response. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-develop-routes.html
"""

from __future__ import annotations

import json
import re
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from apigatewayv2.store import Api, Fields, store_of
from delivery.envelope import compact
from executeapi.authorizing import Barred, allows
from executeapi.functions import Failed, called, function_in
from executeapi.serving import HOST
from patching import Sandbox, WsgiApp

PATH = "/moto-api/sockets"
TYPES = {"$connect": "CONNECT", "$disconnect": "DISCONNECT"}


@dataclass(frozen=True)
class Socket:
    """A connection, as the gateway tells of it."""

    api: Api
    stage: Fields
    parts: dict[str, dict[str, Fields]]
    account: str
    region: str
    told: Fields

    @property
    def execute_arn(self) -> str:
        return f"arn:aws:execute-api:{self.region}:{self.account}:{self.api.id}"

    def route(self, key: str) -> Fields | None:
        return next((one for one in self.parts["routes"].values() if one["routeKey"] == key), None)


def served(app: WsgiApp, sandbox: Sandbox) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("PATH_INFO") != PATH:
            return app(environ, start_response)
        told = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        text = json.dumps(happened(sandbox, told)).encode()
        start_response("200 OK", [("content-type", "application/json"), ("content-length", str(len(text)))])
        return [text]

    return answer


def happened(sandbox: Sandbox, told: Fields) -> Fields:
    """`status`: whether a connection is taken; `send`: what goes back through it."""
    socket = socket_of(sandbox, told)
    if socket is None:
        return {"status": 403}
    if told["event"] == "connect":
        return {"status": connected(sandbox, socket)}
    if told["event"] == "disconnect":
        route = socket.route("$disconnect")
        if route is not None:
            integrated(sandbox, socket, route, None)
        return {"status": 200}
    route = socket.route(selected(socket)) or socket.route("$default")
    if route is None:
        return {"status": 200, "send": failure(socket, "Forbidden")}
    status, body = integrated(sandbox, socket, route, told["body"])
    if status == 500:
        return {"status": 200, "send": failure(socket, "Internal server error")}
    answers = bool(route.get("routeResponseSelectionExpression")) and bool(route["responses"])
    return {"status": 200, **({"send": body} if answers and body is not None else {})}


def socket_of(sandbox: Sandbox, told: Fields) -> Socket | None:
    fits = HOST.fullmatch(told["host"].partition(":")[0].lower())
    api = fits and store_of(sandbox.account, fits["region"]).apis.get(fits["api"])
    stage = api and api.stages.get(told["path"].strip("/"))
    parts = api and stage and api.served(stage)
    if not (fits and api and stage and parts) or not api.is_socket or api.fields["disableExecuteApiEndpoint"]:
        return None
    return Socket(api, stage, parts, sandbox.account, fits["region"], told)


def connected(sandbox: Sandbox, socket: Socket) -> int:
    route = socket.route("$connect")
    if route is None:
        return 200
    try:
        context = authorized(sandbox, socket, route)
    except Barred as barred:
        return barred.status
    return integrated(sandbox, socket, route, None, context)[0]


def authorized(sandbox: Sandbox, socket: Socket, route: Fields) -> Fields | None:
    """Whether who connects is let in. Raises Barred."""
    kind = route.get("authorizationType", "NONE")
    if kind == "NONE":
        return None
    if kind == "AWS_IAM":
        if "authorization" not in socket.told["headers"]:
            raise Barred(403, "Forbidden")
        return None
    authorizer = socket.parts["authorizers"][route["authorizerId"]]
    event = event_of(socket, "$connect", None, None)
    if any(value_of(event, source) is None for source in authorizer["identitySource"]):
        raise Barred(401, "Unauthorized")
    source = f"{socket.execute_arn}/authorizers/{authorizer['authorizerId']}"
    own = {"type": "REQUEST", "methodArn": f"{socket.execute_arn}/{socket.stage['stageName']}/$connect"}
    arn = function_in(authorizer["authorizerUri"], socket.stage["stageVariables"])
    try:
        if arn is None:
            raise Failed("it names no function")
        told = json.loads(called(sandbox, arn, source, authorizer.get("authorizerCredentialsArn"), {**event, **own}))
        allowed = allows(told["policyDocument"])
    except (Failed, KeyError, TypeError, ValueError):
        raise Barred(500, "Internal Server Error") from None
    if not allowed:
        raise Barred(403, "Forbidden")
    return {"principalId": told.get("principalId"), **(told.get("context") or {})}


def value_of(event: Fields, source: str) -> str | None:
    """`route.request.querystring.token`"""
    kind, _, name = source.removeprefix("route.request.").partition(".")
    values = event.get("queryStringParameters" if kind == "querystring" else "headers") or {}
    return {key.lower(): value for key, value in values.items()}.get(name.lower())


def integrated(
    sandbox: Sandbox, socket: Socket, route: Fields, body: str | None, context: Fields | None = None
) -> tuple[int, str | None]:
    """Status, and the body that the integration answers."""
    integration = socket.parts["integrations"].get(route.get("target", "").removeprefix("integrations/"))
    if integration is None:
        return 500, None
    if integration["integrationType"] == "MOCK":
        return 200, None
    arn = function_in(integration.get("integrationUri", ""), socket.stage["stageVariables"])
    if arn is None:
        return 500, None
    event = event_of(socket, route["routeKey"], body, context)
    source = f"{socket.execute_arn}/{socket.stage['stageName']}/{route['routeKey']}"
    try:
        told = json.loads(called(sandbox, arn, source, integration.get("credentialsArn"), event) or b"null")
    except (Failed, ValueError):
        return 500, None
    if not isinstance(told, dict) or "statusCode" not in told:
        return (500, None) if route["routeKey"] == "$connect" else (200, None)
    return int(told["statusCode"]), told.get("body")


def event_of(socket: Socket, key: str, body: str | None, context: Fields | None) -> Fields:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-routes-integrations.html"""
    told, now, kind = socket.told, time.time(), TYPES.get(key, "MESSAGE")
    headers, query = told["headers"], parse_qsl(told["query"], keep_blank_values=True)
    connecting = {
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        **({"queryStringParameters": dict(query)} if query else {}),
    }
    return {
        **(connecting if kind == "CONNECT" else {}),
        "requestContext": {
            "routeKey": key,
            **({"messageId": uuid.uuid4().hex[:12]} if kind == "MESSAGE" else {}),
            **({"authorizer": context} if context else {}),
            "eventType": kind,
            "extendedRequestId": uuid.uuid4().hex[:12],
            "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "messageDirection": "IN",
            "stage": socket.stage["stageName"],
            "connectedAt": told["connectedAt"],
            "requestTimeEpoch": int(now * 1000),
            "identity": {"sourceIp": "127.0.0.1"},
            "requestId": uuid.uuid4().hex[:12],
            "domainName": told["host"].partition(":")[0],
            "connectionId": told["connectionId"],
            "apiId": socket.api.id,
        },
        **({} if body is None else {"body": body}),
        **({"stageVariables": socket.stage["stageVariables"]} if socket.stage["stageVariables"] else {}),
        "isBase64Encoded": False,
    }


EXPRESSION = re.compile(r"\$\{?request\.body\.([\w.]+)\}?")


def selected(socket: Socket) -> str:
    """The key that the API's expression finds in a message; the empty text where it finds none."""
    fits = EXPRESSION.fullmatch(socket.api.fields["routeSelectionExpression"])
    try:
        found: Any = json.loads(socket.told["body"])
        for name in fits[1].split(".") if fits else []:
            found = found[name]
    except (KeyError, TypeError, ValueError):
        return ""
    return str(found) if fits and not str(found).startswith("$") else ""


def failure(socket: Socket, message: str) -> str:
    return compact(
        {"message": message, "connectionId": socket.told["connectionId"], "requestId": uuid.uuid4().hex[:12]}
    )
