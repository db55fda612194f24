"""A request becomes an event of a function, and what the function returns becomes the answer.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError

from awslambda.invoke import Slot, chosen, lets_in
from awslambda.names import split
from awslambda.runtime import run
from elbv2.groups import OF_FUNCTIONS
from elbv2.matching import Request
from elbv2.targets import SERVICE
from patching import Sandbox

LARGEST = 1_048_576
"""Bytes of a request's body, and of what the function returns."""
AS_TEXT = re.compile(r"(text/.*|application/(json|javascript|xml))\s*(;.*)?", re.IGNORECASE)
HOP_BY_HOP = ("connection", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade")


class Answer(Exception):
    """What the load balancer answers by itself, or the function by it."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers
        self.body = body


def own(status: str) -> Answer:
    """A page of the load balancer's own."""
    text = f"<html>\n<head><title>{status}</title></head>\n<body>\n<center><h1>{status}</h1></center>\n</body>\n</html>\n"
    return Answer(status, [("server", "awselb/2.0"), ("content-type", "text/html")], text.encode())


def answered_by(sandbox: Sandbox, group: Any, request: Request) -> Answer:
    """Invokes the group's function, when its policy lets the group in. Raises Answer for what AWS answers instead."""
    if len(request.body) > LARGEST:
        raise own("413 Request Entity Too Large")
    arn = next(iter(group.targets), None)
    if arn is None:
        raise own("503 Service Temporarily Unavailable")
    many = group.attributes.get(OF_FUNCTIONS) == "true"
    event = json.dumps(event_of(group.arn, request, many=many)).encode()
    if not lets_in(group.account_id, arn, SERVICE, group.arn):
        raise own("502 Bad Gateway")
    name, qualifier = split(arn)
    functions = lambda_backends[group.account_id][group.region_name]
    try:
        fn = chosen(functions, name, qualifier)
        with Slot(functions.get_function(name, None)):
            outcome = run(sandbox, fn, event, arn)
    except JsonRESTError:
        raise own("502 Bad Gateway") from None
    if outcome.failed or len(outcome.payload) > LARGEST:
        raise own("502 Bad Gateway")
    return answer_of(outcome.payload, many=many)


def event_of(group: str, request: Request, *, many: bool) -> dict[str, Any]:
    """Without multi-value headers, the last of several values counts."""
    headers = [
        *request.headers,
        ("x-amzn-trace-id", f"Root=1-{uuid.uuid4().hex[:8]}-{uuid.uuid4().hex[:24]}"),
        ("x-forwarded-for", request.address),
        ("x-forwarded-port", str(request.port)),
        ("x-forwarded-proto", request.protocol.lower()),
    ]
    kind = next(iter(request.values("content-type")), "")
    as_text = not request.values("content-encoding") and (not request.body or AS_TEXT.fullmatch(kind) is not None)
    parameters = request.parameters
    lists = {"multiValueQueryStringParameters": lists_of(parameters), "multiValueHeaders": lists_of(headers)}
    return {
        "requestContext": {"elb": {"targetGroupArn": group}},
        "httpMethod": request.method,
        "path": request.path,
        **(lists if many else {"queryStringParameters": dict(parameters), "headers": dict(headers)}),
        "body": request.body.decode("utf-8", "replace") if as_text else base64.b64encode(request.body).decode(),
        "isBase64Encoded": not as_text,
    }


def lists_of(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def answer_of(payload: bytes, *, many: bool) -> Answer:
    """Raises Answer (502) for what is not of the form that AWS documents."""
    try:
        told = json.loads(payload)
        status = told["statusCode"]
        words = told.get("statusDescription") or f"{status} "
        headers = headers_of(told, many=many)
        body = told.get("body") or ""
        content = base64.b64decode(body, validate=True) if told.get("isBase64Encoded") is True else body.encode()
        if isinstance(status, bool) or not isinstance(status, int) or not 200 <= status <= 599:
            raise ValueError(status)
        if not re.match(rf"{status}( |$)", words):
            raise ValueError(words)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise own("502 Bad Gateway") from None
    return Answer(words, headers, content)


def headers_of(told: dict[str, Any], *, many: bool) -> list[tuple[str, str]]:
    """With multi-value headers, those alone count."""
    given = told.get("multiValueHeaders" if many else "headers") or {}
    pairs = [(name, value) for name, values in given.items() for value in (values if many else [values])]
    if any(not isinstance(value, (str, int, float, bool)) for _, value in pairs):
        raise TypeError(pairs)
    return [(name, str(value)) for name, value in pairs if name.lower() not in (*HOP_BY_HOP, "content-length")]
