"""Requests to a function URL, by the name that it has: `Host: <id>.lambda-url.us-east-1.on.aws`.

Plain moto takes such a request for a call of an API.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError

import caller
from awslambda.invoke import LARGEST, Slot, chosen
from awslambda.runtime import run
from awslambda.scopes import scopes
from functionurls import cors
from functionurls.access import may
from functionurls.event import Answer, Request, answer_of, event_of
from patching import Sandbox, WsgiApp

PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
FORBIDDEN = f"Forbidden. For troubleshooting Function URL authorization issues, see: {PAGE}"


def served(app: WsgiApp, sandbox: Sandbox) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        host = environ.get("HTTP_HOST", "").partition(":")[0].lower()
        if not host.endswith(".on.aws") or ".lambda-url." not in host:
            return app(environ, start_response)
        told = answer_by(sandbox, request_of(host, environ), caller.access_key(environ))
        words = HTTPStatus(told.status).phrase if told.status in iter(HTTPStatus) else ""
        start_response(f"{told.status} {words}", [*told.headers, ("content-length", str(len(told.body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [told.body]

    return answer


def answer_by(sandbox: Sandbox, request: Request, access_key: str) -> Answer:
    region = request.host.split(".")[2]
    found = url_named(sandbox.account, region, request.host)
    if found is None:
        return unlike(f"no function of {region} has the URL of {request.host}")
    latest, qualifier, url = found
    if url["InvokeMode"] != "BUFFERED":
        return unlike("the sandbox streams no answers of functions")
    if url.get("Cors") and cors.asks(request):
        return cors.preflight(url["Cors"], request)
    who = caller.principal(access_key, sandbox.account) if access_key and url["AuthType"] == "AWS_IAM" else None
    if not may(latest, qualifier, url["AuthType"], who, sandbox.account):
        return refused(403, "AccessDeniedException", FORBIDDEN)
    if len(request.body) > LARGEST[False]:
        return refused(413, "RequestEntityTooLargeException", "Request Entity Too Large")
    event = event_of(request, sandbox.account, who, access_key)
    answer = invoked(sandbox, lambda_backends[sandbox.account][region], latest, qualifier, url["FunctionArn"], event)
    return cors.overridden(url["Cors"], request, answer) if url.get("Cors") else answer


def url_named(account: str, region: str, host: str) -> tuple[Any, str, dict[str, Any]] | None:
    for group in list(lambda_backends[account][region]._lambdas._functions.values()):
        for qualifier, url in scopes(group["latest"], "urls").items():
            if url["FunctionUrl"] == f"https://{host}/":
                return group["latest"], qualifier, url
    return None


def invoked(sandbox: Sandbox, functions: Any, latest: Any, qualifier: str, arn: str, event: dict[str, Any]) -> Answer:
    try:
        fn = chosen(functions, latest.function_name, qualifier or None)
        with Slot(latest):
            outcome = run(sandbox, fn, json.dumps(event).encode(), arn)
        if outcome.failed:
            raise ValueError(outcome.payload)
        return answer_of(outcome.payload)
    except JsonRESTError:
        return refused(429, "TooManyRequestsException", "Rate Exceeded.")
    except (AttributeError, TypeError, ValueError):
        return Answer(502, [("content-type", "application/json")], b"Internal Server Error")


def refused(status: int, code: str, message: str) -> Answer:
    headers = [("content-type", "application/json"), ("x-amzn-errortype", code)]
    return Answer(status, headers, json.dumps({"Message": message}).encode())


def unlike(why: str) -> Answer:
    return Answer(501, [("content-type", "text/plain")], why.encode())


def request_of(host: str, environ: dict[str, Any]) -> Request:
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers[name.replace("_", "-").lower()] = environ[name]
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ.get("PATH_INFO", "/")
    return Request(
        host=host,
        method=environ["REQUEST_METHOD"],
        path=raw.partition("?")[0] or unquote(environ.get("PATH_INFO", "/")),
        query=environ.get("QUERY_STRING", ""),
        headers=headers,
        body=environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)),
        address=environ.get("REMOTE_ADDR", "127.0.0.1"),
    )
