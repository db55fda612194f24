"""Which API a request is for: by its host, whatever version of API Gateway has it.

Plain moto takes such a request for a call of S3.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import caller
from executeapi import domains, http
from executeapi.rest import serving as rest
from functionurls.event import Answer, Request
from functionurls.serving import request_of
from patching import Sandbox, WsgiApp

HOST = re.compile(r"(?P<api>[a-z0-9]+)\.execute-api\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?")


def served(app: WsgiApp, sandbox: Sandbox) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        host = environ.get("HTTP_HOST", "").partition(":")[0].lower()
        told = answer_by(sandbox, host, environ)
        if told is None:
            return app(environ, start_response)
        words = HTTPStatus(told.status).phrase if told.status in iter(HTTPStatus) else ""
        start_response(f"{told.status} {words}", [*told.headers, ("content-length", str(len(told.body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [told.body]

    return answer


def answer_by(sandbox: Sandbox, host: str, environ: dict[str, Any]) -> Answer | None:
    """None: the host is of no API."""
    fits = HOST.fullmatch(host)
    if fits is not None:
        return asked(sandbox, fits["region"], fits["api"], None, request_of(host, environ), environ)
    mapped = domains.mapped(sandbox.account, host, environ.get("PATH_INFO", "/"))
    if mapped is None:
        return None
    region, mapping = mapped
    request = domains.below(request_of(host, environ), mapping.get("apiMappingKey", ""))
    return asked(sandbox, region, mapping["apiId"], mapping["stage"], request, environ)


def asked(
    sandbox: Sandbox, region: str, api: str, stage: str | None, request: Request, environ: dict[str, Any]
) -> Answer:
    """`stage` where a domain name says it; otherwise the path does."""
    key = caller.access_key(environ)
    answer = http.answered(sandbox, region, api, stage, request, key)
    if answer is None:
        sent = environ.get("RAW_URI", "").partition("?")[0] or request.path
        answer = rest.answered(sandbox, region, api, stage, request, key, sent)
    # On AWS the name of an API that is not there leads nowhere.
    return answer or http.refused(403, "Forbidden")
