"""Integrations that map: mock answers, and functions that know nothing of API Gateway.

Of the templates' language only what stands for a value is known: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

import json
import re
from typing import Any

from apigatewayv2.store import Fields
from executeapi.rest.asked import Asked
from executeapi.rest.events import context_of
from executeapi.rest.refused import Barred
from functionurls.event import Answer

VALUE = re.compile(r"\$(?:\{?stageVariables\.(?P<variable>\w+)\}?|context\.(?P<context>[\w.]+)|input\.params\(['\"](?P<parameter>[^'\"]+)['\"]\)|input\.(?P<body>body|json\(['\"]\$['\"]\)))")


def filled(text: str, asked: Asked, body: str) -> str:
    def value(fits: re.Match[str]) -> str:
        if fits["variable"]:
            return asked.variables.get(fits["variable"], "")
        if fits["parameter"]:
            name = fits["parameter"]
            return asked.path_parameters.get(name) or asked.request.headers.get(name.lower(), "")
        if fits["body"]:
            return body
        found: Any = context_of(asked)
        for name in fits["context"].split("."):
            found = (found or {}).get(name)
        return "" if found is None else str(found)

    told = VALUE.sub(value, text)
    if re.search(r"#(set|if|foreach|else|end)|\$(input|util|context)\b", told):
        raise NotImplementedError("the sandbox knows no more of a mapping template than values")
    return told


def request_body(integration: Fields, asked: Asked) -> str:
    kind = asked.request.headers.get("content-type", "application/json").partition(";")[0]
    sent = asked.request.body.decode("utf-8", "replace")
    templates = integration.get("requestTemplates") or {}
    if kind in templates:
        return filled(templates[kind], asked, sent)
    passes = integration["passthroughBehavior"].upper()
    if passes == "NEVER" or (passes == "WHEN_NO_TEMPLATES" and templates):
        raise Barred("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type")
    return sent


def mocked(integration: Fields, asked: Asked) -> Answer:
    """The status that the request template tells selects the answer."""
    try:
        status = str(json.loads(request_body(integration, asked))["statusCode"])
    except (KeyError, TypeError, ValueError):
        raise Barred("API_CONFIGURATION_ERROR", "Internal server error") from None
    return answered(integration, asked, status, "")


def answered(integration: Fields, asked: Asked, selector: str, body: str) -> Answer:
    """By the pattern that fits, or by the one without a pattern."""
    answers = list((integration.get("integrationResponses") or {}).values())
    fitting = [one for one in answers if one.get("selectionPattern") and re.fullmatch(one["selectionPattern"], selector)]
    found = next(iter(fitting), next((one for one in answers if not one.get("selectionPattern")), None))
    if found is None:
        raise Barred("API_CONFIGURATION_ERROR", "Internal server error")
    headers = [("content-type", "application/json")]
    for name, value in (found.get("responseParameters") or {}).items():
        if value.startswith("'"):
            headers = [one for one in headers if one[0] != name.rpartition(".")[2].lower()]
            headers.append((name.rpartition(".")[2].lower(), value.strip("'")))
    templates = found.get("responseTemplates") or {}
    text = next(iter(templates.values()), None)
    return Answer(int(found["statusCode"]), headers, (body if text is None else filled(text, asked, body)).encode())
