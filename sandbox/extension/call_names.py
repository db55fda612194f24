"""Which service and operation a request is for, by AWS's own service models."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, unquote

from botocore.exceptions import UnknownServiceError
from moto.core.model import OperationModel, ServiceModel
from moto.core.utils import get_service_model

SCOPE = re.compile(r"Credential=[^/%,]+(?:/|%2F)\d+(?:/|%2F)(?:[^/%,]+(?:/|%2F))?([^/%,]+)(?:/|%2F)")
"""Key, day, region, service: what is signed for all regions at once names none."""
CBOR = re.compile(r"^/service/(?P<service>[^/]+)/operation/(?P<operation>[^/]+)$")
SERVICES = {
    "elasticfilesystem": "efs",
    "email": "ses",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
    "tagging": "resourcegroupstaggingapi",
}
"""Signing names that are not the names of the models."""
SECOND_MODELS = {("s3", "/v20180820/"): "s3control", ("apigateway", "/v2/"): "apigatewayv2"}
"""Services that share a signing name, by the beginning of their addresses."""
VERSIONS = {("elasticloadbalancing", "2012-06-01"): "elb", ("elasticloadbalancing", "2015-12-01"): "elbv2"}
"""Services of the query protocol that share a signing name, by the version of the API that a request names."""


@dataclass(frozen=True)
class CallName:
    service: str
    """The name it was signed for."""
    operation: str
    protocol: str
    model: OperationModel | None = None
    """None: AWS's models know no such operation."""
    labels: dict[str, str] = field(default_factory=dict)
    """What stands in the address for each variable, decoded. Of REST services only."""


def call_name(environ: dict[str, Any], form: bytes = b"") -> CallName:
    """`form` is the body of a request of the query protocol, which whoever asks first must give."""
    known: CallName | None = environ.get("sandbox.call")
    if known is None:
        known = environ["sandbox.call"] = told_by(environ, form)
    return known


def told_by(environ: dict[str, Any], form: bytes) -> CallName:
    scope = SCOPE.search(environ.get("HTTP_AUTHORIZATION") or environ.get("QUERY_STRING", ""))
    service = scope.group(1).lower() if scope else "s3"
    path = address_of(environ)
    if rpc := CBOR.match(path):
        return named(service, rpc.group("operation"), "cbor", path)
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return named(service, target.rsplit(".", 1)[-1], "json", path)
    query = environ.get("QUERY_STRING", "")
    given = {**parse_qs(query), **parse_qs(form.decode("utf-8", "replace"))}
    if action := given.get("Action"):
        name = VERSIONS.get((service, given.get("Version", [""])[0]))
        return named(service, action[0], "query", path, name)
    model = service_model(model_name(service, path))
    if model is None:
        return CallName(service, f"{environ['REQUEST_METHOD']} {path}", "rest-json")
    protocol = model.metadata["protocol"]
    found = rest_operation(model, environ, path)
    if found is None:
        return CallName(service, f"{environ['REQUEST_METHOD']} {path}", protocol)
    operation, labels = found
    return CallName(service, operation, protocol, model.operation_model(operation), labels)


def address_of(environ: dict[str, Any]) -> str:
    """The path as it was sent: a slash within a name is `%2F` there."""
    raw = environ.get("RAW_URI", "").partition("?")[0]
    return raw if raw.startswith("/") else quote(environ.get("PATH_INFO", "/"), safe="/%:")


def named(service: str, operation: str, protocol: str, path: str, name: str | None = None) -> CallName:
    model = service_model(name or model_name(service, path))
    known = model is not None and operation in model.operation_names
    return CallName(service, operation, protocol, model.operation_model(operation) if known else None)


def model_name(service: str, path: str) -> str:
    for (signed_for, beginning), name in SECOND_MODELS.items():
        if service == signed_for and path.startswith(beginning):
            return name
    return SERVICES.get(service, service)


@functools.cache
def service_model(service: str) -> ServiceModel | None:
    try:
        return get_service_model(service)
    except UnknownServiceError:
        return None


def rest_operation(model: ServiceModel, environ: dict[str, Any], path: str) -> tuple[str, dict[str, str]] | None:
    """The operation with the most literal address among those that fit, unless the request says its name."""
    asked = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    said = asked.get("x-id", [""])[0]
    best: tuple[int, str, dict[str, str]] | None = None
    for route in routes(model.service_name, environ["REQUEST_METHOD"]):
        score = route.score + (10_000 if route.operation == said else 0)
        if best is not None and score <= best[0]:
            continue
        fits = route.pattern.fullmatch(path)
        if fits and all(flag in asked for flag in route.flags) and all(name in environ for name in route.headers):
            best = (score, route.operation, {route.labels[name]: unquote(value) for name, value in fits.groupdict().items()})
    return None if best is None else (best[1], best[2])


@dataclass(frozen=True)
class Route:
    operation: str
    pattern: re.Pattern[str]
    flags: tuple[str, ...]
    """Query parameters that must be there."""
    headers: tuple[str, ...]
    """Headers that must be there, as WSGI writes them."""
    labels: dict[str, str]
    """Names of the variables of the address, by those that they have in the pattern."""
    score: int


@functools.cache
def routes(service: str, method: str) -> list[Route]:
    model = service_model(service)
    assert model is not None
    operations = [model.operation_model(name) for name in model.operation_names]
    return [route_of(each) for each in operations if each.http["method"] == method and not each.deprecated]


def route_of(operation: OperationModel) -> Route:
    address, _, fixed = operation.http["requestUri"].partition("?")
    parts = re.split(r"(\{[^}]+\})", address.rstrip("/"))
    pattern = "".join(segment(part) for part in parts)
    flags = (*(flag.split("=")[0] for flag in fixed.split("&") if flag), *required(operation, "querystring"))
    headers = tuple(f"HTTP_{name.upper().replace('-', '_')}" for name in required(operation, "header"))
    literal = sum(len(part) for part in parts if not part.startswith("{"))
    return Route(
        operation.name,
        re.compile(f"{pattern}/?"),
        flags,
        headers,
        {group_of(part): part.strip("{}+") for part in parts if part.startswith("{")},
        literal + 10 * len(parts) + 1000 * len(flags) + 100 * len(headers),
    )


def segment(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    return f"(?P<{group_of(part)}>{'.+' if part.endswith('+}') else '[^/]+'})"


def group_of(part: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]", "_", part.strip("{}+"))


def required(operation: OperationModel, location: str) -> list[str]:
    shape = operation.input_shape
    if shape is None:
        return []
    members = {name: shape.members[name].serialization for name in shape.required_members}
    return [each.get("name", name) for name, each in members.items() if each.get("location") == location]
