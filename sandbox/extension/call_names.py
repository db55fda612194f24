"""Which service and operation a request is for, by AWS's own service models."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote

import botocore.session
from botocore.exceptions import UnknownServiceError
from botocore.model import ServiceModel

SCOPE = re.compile(r"Credential=[^/%,]+(?:/|%2F)\d+(?:/|%2F)[^/%,]+(?:/|%2F)([^/%,]+)(?:/|%2F)")
CBOR = re.compile(r"^/service/(?P<service>[^/]+)/operation/(?P<operation>[^/]+)$")
SERVICES = {"states": "stepfunctions", "monitoring": "cloudwatch", "email": "ses"}
"""Signing names that are not the names of the models."""


@dataclass(frozen=True)
class CallName:
    service: str
    operation: str
    protocol: str


def call_name(environ: dict[str, Any], form: bytes = b"") -> CallName:
    """`form` is the body of a request of the query protocol."""
    scope = SCOPE.search(environ.get("HTTP_AUTHORIZATION") or environ.get("QUERY_STRING", ""))
    service = scope.group(1).lower() if scope else "s3"
    path = quote(environ.get("PATH_INFO", "/"), safe="/%:")
    if rpc := CBOR.match(path):
        return CallName(service, rpc.group("operation"), "cbor")
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return CallName(service, target.rsplit(".", 1)[-1], "json")
    query = environ.get("QUERY_STRING", "")
    if action := parse_qs(form.decode("utf-8", "replace")).get("Action") or parse_qs(query).get("Action"):
        return CallName(service, action[0], "query")
    model = service_model(SERVICES.get(service, service))
    operation = rest_operation(model, environ["REQUEST_METHOD"], path, query) if model else None
    protocol = model.metadata["protocol"] if model else "rest-json"
    return CallName(service, operation or f"{environ['REQUEST_METHOD']} {path}", protocol)


@functools.cache
def service_model(service: str) -> ServiceModel | None:
    try:
        return botocore.session.get_session().get_service_model(service)
    except UnknownServiceError:
        return None


def rest_operation(model: ServiceModel, method: str, path: str, query: str) -> str | None:
    """The operation with the most literal address among those that fit."""
    asked = parse_qs(query, keep_blank_values=True)
    fitting = [
        (literal, name)
        for literal, name, wanted, pattern, flags in routes(model.service_name)
        if wanted == method and pattern.fullmatch(path) and all(flag in asked for flag in flags)
    ]
    return max(fitting)[1] if fitting else None


@functools.cache
def routes(service: str) -> list[tuple[int, str, str, re.Pattern[str], tuple[str, ...]]]:
    model = service_model(service)
    assert model is not None
    found = []
    for name in model.operation_names:
        http = model.operation_model(name).http
        address, _, flags = http["requestUri"].partition("?")
        parts = re.split(r"(\{[^}]+\})", address.rstrip("/"))
        pattern = "".join(
            (".+" if part.endswith("+}") else "[^/]+") if part.startswith("{") else re.escape(part) for part in parts
        )
        needed = tuple(flag.split("=")[0] for flag in flags.split("&") if flag)
        literal = sum(len(part) for part in parts if not part.startswith("{")) + 1000 * len(needed)
        found.append((literal, name, http["method"], re.compile(f"{pattern}/?"), needed))
    return found
