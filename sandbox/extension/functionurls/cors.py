"""CORS of a function URL: the URL answers a browser's question before a request by itself, and overrides the function.

https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
"""

from __future__ import annotations

from typing import Any

from functionurls.event import Answer, Request

PREFIX = "access-control-"


def asks(request: Request) -> bool:
    return request.method == "OPTIONS" and "access-control-request-method" in request.headers


def preflight(cors: dict[str, Any], request: Request) -> Answer:
    """A question of another origin, or for what is not allowed, gets an answer without the words that allow it."""
    granted = origin_of(cors, request)
    methods, wanted = cors.get("AllowMethods", []), request.headers["access-control-request-method"]
    if granted is None or not {"*", wanted} & set(methods):
        return Answer(200, [], b"")
    told = [(f"{PREFIX}allow-methods", ",".join(methods))]
    if cors.get("AllowHeaders"):
        told.append((f"{PREFIX}allow-headers", ",".join(cors["AllowHeaders"])))
    if cors.get("MaxAge"):
        told.append((f"{PREFIX}max-age", str(cors["MaxAge"])))
    return Answer(200, [*common(cors, granted), *told], b"")


def overridden(cors: dict[str, Any], request: Request, answer: Answer) -> Answer:
    granted = origin_of(cors, request)
    own = [] if granted is None else common(cors, granted)
    if own and cors.get("ExposeHeaders"):
        own.append((f"{PREFIX}expose-headers", ",".join(cors["ExposeHeaders"])))
    rest = [(name, value) for name, value in answer.headers if not name.startswith(PREFIX)]
    return Answer(answer.status, [*rest, *own], answer.body)


def origin_of(cors: dict[str, Any], request: Request) -> str | None:
    origin, allowed = request.headers.get("origin"), cors.get("AllowOrigins", [])
    if origin is None or not {"*", origin} & set(allowed):
        return None
    return origin if cors.get("AllowCredentials") or "*" not in allowed else "*"


def common(cors: dict[str, Any], origin: str) -> list[tuple[str, str]]:
    credentials = [(f"{PREFIX}allow-credentials", "true")] if cors.get("AllowCredentials") else []
    return [(f"{PREFIX}allow-origin", origin), *credentials, ("vary", "Origin")]
