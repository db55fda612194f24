"""Requests to a load balancer, by the name that it has: `Host: shop-1.us-east-1.elb.amazonaws.com:8080`.

The port is the listener's, 80 where none is said. A request whose `Host` is another name, as behind an alias of DNS, says
in `x-sandbox-balancer` which load balancer it has reached. Plain moto takes such a request for a call of an API.
"""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import unquote

from moto.elbv2.models import elbv2_backends

from elbv2.functions import Answer, answered_by, own
from elbv2.groups import groups_of
from elbv2.matching import Request, rule_for
from patching import Sandbox, WsgiApp

REACHED = "HTTP_X_SANDBOX_BALANCER"


def served(app: WsgiApp, sandbox: Sandbox) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        name, _, port = (environ.get(REACHED) or environ.get("HTTP_HOST", "")).partition(":")
        balancer = balancer_named(name.lower())
        if balancer is None:
            return app(environ, start_response)
        listener = next((one for one in balancer.listeners.values() if int(one.port) == int(port or 80)), None)
        told = answer_by(sandbox, balancer, listener, environ) if listener else unheard(name, port)
        length = [] if told.status.startswith(("204", "304")) else [("content-length", str(len(told.body)))]
        start_response(told.status, [*told.headers, *length])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [told.body]

    return answer


def balancer_named(name: str) -> Any:
    if not name.endswith(".elb.amazonaws.com"):
        return None
    region = name.split(".")[-4]
    balancers = (one for account in elbv2_backends.values() for one in account[region].load_balancers.values())
    return next((one for one in balancers if one.dns_name.lower() == name), None)


def unheard(name: str, port: str) -> Answer:
    """On AWS nobody answers there at all."""
    text = f"no listener of {name} listens on port {port or 80}"
    return Answer("501 Not Implemented", [("content-type", "text/plain")], text.encode())


def answer_by(sandbox: Sandbox, balancer: Any, listener: Any, environ: dict[str, Any]) -> Answer:
    request = request_of(listener, environ)
    try:
        for action in sorted(rule_for(listener, request).actions, key=lambda one: one.data.get("Order", 1)):
            return done(sandbox, action, request, elbv2_backends[sandbox.account][balancer.arn.split(":")[3]])
        return own("500 Internal Server Error")
    except Answer as told:
        return told
    except NotImplementedError as unlike:
        return Answer("501 Not Implemented", [("content-type", "text/plain")], str(unlike).encode())


def done(sandbox: Sandbox, action: Any, request: Request, backend: Any) -> Answer:
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html"""
    if action.type == "fixed-response":
        config = action.data["FixedResponseConfig"]
        kind = config.get("ContentType", "text/plain")
        return Answer(f"{config['StatusCode']} ", [("content-type", kind)], config.get("MessageBody", "").encode())
    if action.type == "redirect":
        config = action.data["RedirectConfig"]
        status = {"HTTP_301": "301 Moved Permanently", "HTTP_302": "302 Found"}[config["StatusCode"]]
        return Answer(status, [("server", "awselb/2.0"), ("location", location(config, request))], b"")
    if action.type != "forward":
        raise NotImplementedError(f"the sandbox asks nobody who calls ({action.type})")
    groups = groups_of(action)
    weights = [int(one["Weight"]) for one in groups]
    if sum(weights) == 0:
        raise own("503 Service Temporarily Unavailable")
    group = backend.target_groups[random.choices(groups, weights)[0]["TargetGroupArn"]]
    if group.target_type != "lambda":
        raise NotImplementedError(f"the sandbox forwards nothing to a group of type {group.target_type}")
    return answered_by(sandbox, group, request)


def location(config: dict[str, Any], request: Request) -> str:
    kept = {
        "#{protocol}": request.protocol.lower(),
        "#{host}": request.host,
        "#{port}": str(request.port),
        "#{path}": request.path.lstrip("/"),
        "#{query}": request.query,
    }

    def filled(text: str) -> str:
        for word, value in kept.items():
            text = text.replace(word, value)
        return text

    protocol = filled(config.get("Protocol", "#{protocol}")).lower()
    host, port = filled(config.get("Host", "#{host}")), filled(config.get("Port", "#{port}"))
    path, query = filled(config.get("Path", "/#{path}")), filled(config.get("Query", "#{query}"))
    return f"{protocol}://{host}:{port}{path}{'?' if query else ''}{query}"


def request_of(listener: Any, environ: dict[str, Any]) -> Request:
    headers = [(name[5:].replace("_", "-").lower(), value) for name, value in environ.items() if name.startswith("HTTP_")]
    entity = [(name.replace("_", "-").lower(), environ[name]) for name in ("CONTENT_TYPE", "CONTENT_LENGTH") if environ.get(name)]
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ.get("PATH_INFO", "/")
    return Request(
        method=environ["REQUEST_METHOD"],
        path=raw.partition("?")[0] or unquote(environ.get("PATH_INFO", "/")),
        query=environ.get("QUERY_STRING", ""),
        headers=[one for one in [*headers, *entity] if one[0] != "x-sandbox-balancer"],
        body=environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)),
        address=environ.get("REMOTE_ADDR", "127.0.0.1"),
        port=int(listener.port),
        protocol=listener.protocol,
    )
