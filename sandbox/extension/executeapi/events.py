"""What a function is handed of a request to an HTTP API, and how what it returns becomes the answer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from apigatewayv2.store import Api, Fields
from functionurls.event import Answer, Request, answer_of, event_of


@dataclass(frozen=True)
class Asked:
    """A request on its way through a stage of an API."""

    api: Api
    stage: Fields
    route: Fields
    request: Request
    """Its path without the stage."""
    raw_path: str
    """Its path with the stage."""
    path_parameters: dict[str, str]
    account: str
    region: str
    authorizer: dict[str, Any] | None = None
    """What an authorizer said of whoever asks."""
    access_key: str = field(default="", repr=False)

    @property
    def execute_arn(self) -> str:
        return f"arn:aws:execute-api:{self.region}:{self.account}:{self.api.id}"

    @property
    def source(self) -> str:
        """What a policy has to let in: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"""
        _, _, path = self.route["routeKey"].partition(" ")
        method = "" if self.route["routeKey"] == "$default" else self.request.method
        return f"{self.execute_arn}/{self.stage['stageName']}/{method}{path or '$default'}"


def event_2_0(asked: Asked) -> dict[str, Any]:
    request, stage = asked.request, asked.stage["stageName"]
    event = event_of(request, asked.account, None, "")
    key = asked.route["routeKey"]
    variables = asked.stage["stageVariables"]
    context = event["requestContext"] | {
        "accountId": asked.account,
        "apiId": asked.api.id,
        "routeKey": key,
        "stage": stage,
        **({} if asked.authorizer is None else {"authorizer": asked.authorizer}),
    }
    context["http"] = context["http"] | {"path": asked.raw_path}
    return {
        **event,
        "routeKey": key,
        "rawPath": asked.raw_path,
        "headers": {**event["headers"], **{n: v for n, v in request.headers.items() if n == "authorization"}},
        "requestContext": context,
        **({"pathParameters": asked.path_parameters} if asked.path_parameters else {}),
        **({"stageVariables": variables} if variables else {}),
    }


def event_1_0(asked: Asked) -> dict[str, Any]:
    request, now = asked.request, time.time()
    newer = event_2_0(asked)
    query = parse_qsl(request.query, keep_blank_values=True)
    lists: dict[str, list[str]] = {}
    for name, value in query:
        lists.setdefault(name, []).append(value)
    key = asked.route["routeKey"]
    headers = {**newer["headers"], **({"cookie": request.headers["cookie"]} if "cookie" in request.headers else {})}
    return {
        "version": "1.0",
        "resource": key.partition(" ")[2] or key,
        "path": asked.raw_path,
        "httpMethod": request.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": lists or None,
        "requestContext": {
            "accountId": asked.account,
            "apiId": asked.api.id,
            **({} if asked.authorizer is None else {"authorizer": asked.authorizer}),
            "domainName": request.host,
            "domainPrefix": request.host.partition(".")[0],
            "extendedRequestId": str(uuid.uuid4()),
            "httpMethod": request.method,
            "identity": {"sourceIp": request.address, "userAgent": request.headers.get("user-agent", "")},
            "path": asked.raw_path,
            "protocol": "HTTP/1.1",
            "requestId": str(uuid.uuid4()),
            "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "requestTimeEpoch": int(now * 1000),
            "resourceId": key,
            "resourcePath": key.partition(" ")[2] or key,
            "stage": asked.stage["stageName"],
        },
        "pathParameters": asked.path_parameters or None,
        "stageVariables": asked.stage["stageVariables"] or None,
        "body": newer.get("body"),
        "isBase64Encoded": newer["isBase64Encoded"],
    }


def told_2_0(payload: bytes) -> Answer:
    return answer_of(payload)


def told_1_0(payload: bytes) -> Answer:
    """Raises ValueError for what is not of the form: only the newer one guesses."""
    told = json.loads(payload or b"null")
    if not isinstance(told, dict) or not isinstance(told.get("statusCode"), (int, str)):
        raise ValueError("no status code")
    many = [(name.lower(), str(value)) for name, values in (told.get("multiValueHeaders") or {}).items() for value in values]
    single = [(name.lower(), str(value)) for name, value in (told.get("headers") or {}).items()]
    body = str(told.get("body") or "")
    content = base64.b64decode(body) if told.get("isBase64Encoded") else body.encode()
    return Answer(int(told["statusCode"]), [*single, *many], content)
