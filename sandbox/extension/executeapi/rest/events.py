"""What a function is handed of a request to a REST API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

import base64
import json
import time
import uuid
from typing import Any
from urllib.parse import parse_qsl

import caller
from executeapi.events import told_1_0
from executeapi.rest.asked import Asked
from functionurls.event import AS_TEXT, Answer


def event_of(asked: Asked) -> dict[str, Any]:
    request = asked.request
    headers = {name: value for name, value in request.headers.items() if name != "content-length"} | {
        "x-forwarded-for": request.address,
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    }
    query = parse_qsl(request.query, keep_blank_values=True)
    lists: dict[str, list[str]] = {}
    for name, value in query:
        lists.setdefault(name, []).append(value)
    binary = is_binary(asked)
    return {
        "resource": asked.resource["path"],
        "path": request.path,
        "httpMethod": request.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": lists or None,
        "pathParameters": asked.path_parameters or None,
        "stageVariables": asked.variables or None,
        "requestContext": context_of(asked),
        "body": (base64.b64encode(request.body).decode() if binary else request.body.decode("utf-8", "replace")) if request.body else None,
        "isBase64Encoded": bool(request.body) and binary,
    }


ANSWER = {"body", "headers", "isBase64Encoded", "multiValueHeaders", "statusCode"}


def proxied(payload: bytes, asked: Asked) -> Answer:
    """What a function returned, as it goes back. Raises ValueError for what is not of the form."""
    told = json.loads(payload or b"null")
    if not isinstance(told, dict) or not set(told) <= ANSWER:
        raise ValueError("it has what no answer has")
    binary = bool(told.get("isBase64Encoded")) and "binaryMediaTypes" in asked.snapshot.fields
    answer = told_1_0(json.dumps({"statusCode": 200, **told, "isBase64Encoded": binary}).encode())
    named = any(name == "content-type" for name, _ in answer.headers)
    return answer if named else Answer(answer.status, [*answer.headers, ("content-type", "application/json")], answer.body)


def is_binary(asked: Asked) -> bool:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html"""
    kind = asked.request.headers.get("content-type", "").partition(";")[0]
    types = asked.snapshot.fields.get("binaryMediaTypes", [])
    return "*/*" in types or (kind in types and AS_TEXT.fullmatch(kind) is None)


def context_of(asked: Asked) -> dict[str, Any]:
    request, now = asked.request, time.time()
    who = caller.principal(asked.access_key, asked.account) if asked.access_key and asked.method.get("authorizationType") == "AWS_IAM" else None
    nobody: dict[str, Any] = dict.fromkeys(("accountId", "accessKey", "caller", "cognitoAuthenticationProvider", "cognitoAuthenticationType", "cognitoIdentityId", "cognitoIdentityPoolId", "principalOrgId", "user", "userArn"))
    signed = {} if who is None else {"accountId": asked.account, "accessKey": asked.access_key, "userArn": who}
    return {
        "accountId": asked.account,
        "apiId": asked.api.id,
        **({} if asked.authorizer is None else {"authorizer": asked.authorizer}),
        "deploymentId": asked.deployment,
        "domainName": request.host,
        "domainPrefix": request.host.partition(".")[0],
        "extendedRequestId": uuid.uuid4().hex[:12],
        "httpMethod": request.method,
        "identity": {**nobody, **signed, **(asked.key or {}), "sourceIp": request.address, "userAgent": request.headers.get("user-agent")},
        "path": asked.raw_path,
        "protocol": "HTTP/1.1",
        "requestId": str(uuid.uuid4()),
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourceId": asked.resource["id"],
        "resourcePath": asked.resource["path"],
        "stage": asked.stage["stageName"],
    }
