"""A request to an HTTP API: its stage, its route, who may, and what the integration answers."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import replace

from apigatewayv2.store import Api, Fields, store_of
from delivery.envelope import compact
from executeapi.authorizing import Barred, authorized
from executeapi.events import Asked, event_1_0, event_2_0, told_1_0, told_2_0
from executeapi.functions import Failed, called, function_in
from executeapi.routing import route_for
from functionurls import cors
from functionurls.event import Answer, Request
from patching import Sandbox


def answered(
    sandbox: Sandbox, region: str, api_id: str, stage: str | None, request: Request, access_key: str
) -> Answer | None:
    """None: there is no such HTTP API."""
    api = store_of(sandbox.account, region).apis.get(api_id)
    if api is None or api.is_socket:
        return None
    if api.fields["disableExecuteApiEndpoint"] and stage is None:
        return refused(404, "Not Found")
    staged = stage_for(api, stage, request)
    if staged is None:
        return refused(404, "Not Found")
    at, below = staged
    rules = {name[0].upper() + name[1:]: value for name, value in (api.fields.get("corsConfiguration") or {}).items()}
    if rules and cors.asks(request):
        return cors.preflight(rules, request)
    answer = routed(sandbox, region, api, at, request, below, access_key)
    return cors.overridden(rules, request, answer) if rules else answer


def stage_for(api: Api, named: str | None, request: Request) -> tuple[Fields, Request] | None:
    """The stage, and the request without its name: the path begins with it, but for `$default`."""
    if named is not None:
        return None if named not in api.stages else (api.stages[named], request)
    first, _, rest = request.path.lstrip("/").partition("/")
    if first in api.stages:
        return api.stages[first], replace(request, path=f"/{rest}")
    return None if "$default" not in api.stages else (api.stages["$default"], request)


def routed(
    sandbox: Sandbox, region: str, api: Api, stage: Fields, request: Request, below: Request, access_key: str
) -> Answer:
    parts = api.served(stage)
    found = None if parts is None else route_for(list(parts["routes"].values()), below.method, below.path)
    if parts is None or found is None:
        return refused(404, "Not Found")
    route, values = found
    asked = Asked(
        api=api,
        stage=stage,
        route=route,
        request=below,
        raw_path=request.path,
        path_parameters=values,
        account=sandbox.account,
        region=region,
        access_key=access_key,
    )
    try:
        told = authorized(sandbox, asked, parts["authorizers"])
        target = route.get("target", "").removeprefix("integrations/")
        if target not in parts["integrations"]:
            return refused(500, "Internal Server Error")
        return integrated(sandbox, replace(asked, authorizer=told), parts["integrations"][target])
    except Barred as barred:
        return refused(barred.status, str(barred))
    except NotImplementedError as unlike:
        return Answer(501, [("content-type", "text/plain")], str(unlike).encode())


def integrated(sandbox: Sandbox, asked: Asked, integration: Fields) -> Answer:
    arn = function_in(integration.get("integrationUri", ""), asked.stage["stageVariables"])
    if integration.get("integrationSubtype") or integration.get("connectionType") == "VPC_LINK":
        raise NotImplementedError("the sandbox reaches no service and no network through an HTTP API")
    if arn is None:
        return passed_on(asked, integration)
    newer = integration["payloadFormatVersion"] == "2.0"
    event = event_2_0(asked) if newer else event_1_0(asked)
    try:
        payload = called(sandbox, arn, asked.source, integration.get("credentialsArn"), event)
        return told_2_0(payload) if newer else told_1_0(payload)
    except (AttributeError, Failed, TypeError, ValueError):
        return refused(500, "Internal Server Error")


def passed_on(asked: Asked, integration: Fields) -> Answer:
    """To an address on the web, with what the route's variables stand for."""
    address, request = integration["integrationUri"], asked.request
    for name, value in asked.path_parameters.items():
        address = address.replace(f"{{{name}}}", value)
    method = integration.get("integrationMethod", "ANY")
    headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
    for name, value in (integration.get("requestParameters") or {}).items():
        verb, _, header = name.partition(":header.")
        if header and verb in ("append", "overwrite"):
            headers[header] = value
    outgoing = urllib.request.Request(
        f"{address}{'?' if request.query else ''}{request.query}",
        data=request.body or None,
        headers=headers,
        method=request.method if method == "ANY" else method,
    )
    try:
        with urllib.request.urlopen(outgoing, timeout=30) as answer:
            return Answer(answer.status, kept(answer.headers.items()), answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, kept(error.headers.items()), error.read())
    except OSError:
        return refused(503, "Service Unavailable")


def kept(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    own = ("connection", "content-length", "transfer-encoding", "date", "server")
    return [(name.lower(), value) for name, value in headers if name.lower() not in own]


def refused(status: int, message: str) -> Answer:
    return Answer(status, [("content-type", "application/json")], compact({"message": message}).encode())
