"""A request becomes an event of payload format 2.0, and what the function returns becomes the answer.

https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
"""

from __future__ import annotations

import base64
import json
import re
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

AS_TEXT = re.compile(r"(text/.*|application/(json|javascript|xml))\s*(;.*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Request:
    host: str
    method: str
    path: str
    """As it was sent, without the query string."""
    query: str
    """As it was sent, without the question mark."""
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes
    address: str


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def event_of(request: Request, account: str, who: str | None, access_key: str) -> dict[str, Any]:
    """`who` has signed; nobody where nobody has to."""
    headers = {
        **{name: value for name, value in request.headers.items() if name not in ("cookie", "authorization")},
        "x-forwarded-for": request.address,
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    }
    cookies = [one.strip() for one in request.headers.get("cookie", "").split(";") if one.strip()]
    prefix, now = request.host.partition(".")[0], time.time()
    text = not request.body or AS_TEXT.fullmatch(request.headers.get("content-type", "")) is not None
    body = request.body.decode("utf-8", "replace") if text else base64.b64encode(request.body).decode()
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": request.path,
        "rawQueryString": request.query,
        **({"cookies": cookies} if cookies else {}),
        "headers": headers,
        **({"queryStringParameters": parameters(request.query)} if request.query else {}),
        "requestContext": {
            "accountId": "anonymous" if who is None else account,
            "apiId": prefix,
            **({} if who is None else {"authorizer": {"iam": signer(who, access_key, account)}}),
            "domainName": request.host,
            "domainPrefix": prefix,
            "http": {
                "method": request.method,
                "path": request.path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.address,
                "userAgent": request.headers.get("user-agent", ""),
            },
            "requestId": str(uuid.uuid4()),
            "routeKey": "$default",
            "stage": "$default",
            "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "timeEpoch": int(now * 1000),
        },
        **({"body": body} if request.body else {}),
        "isBase64Encoded": not text,
    }


def signer(who: str, access_key: str, account: str) -> dict[str, Any]:
    return {
        "accessKey": access_key,
        "accountId": account,
        "callerId": access_key,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": who,
        "userId": access_key,
    }


def parameters(query: str) -> dict[str, str]:
    """Several values of a name are one, with commas."""
    found: dict[str, str] = {}
    for name, _, value in (one.partition("=") for one in query.split("&") if one):
        key, text = unquote_plus(name), unquote_plus(value)
        found[key] = f"{found[key]},{text}" if key in found else text
    return found


def answer_of(payload: bytes) -> Answer:
    """What says no status code is the body itself, a document of JSON."""
    told = json.loads(payload or b"null")
    if not isinstance(told, dict) or "statusCode" not in told:
        return Answer(200, [("content-type", "application/json")], payload)
    headers = [(name.lower(), str(value)) for name, value in (told.get("headers") or {}).items()]
    if not any(name == "content-type" for name, _ in headers):
        headers.append(("content-type", "application/json"))
    headers += [("set-cookie", one) for one in told.get("cookies") or []]
    body = told.get("body") or ""
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer(int(told["statusCode"]), headers, base64.b64decode(text) if told.get("isBase64Encoded") else text.encode())
