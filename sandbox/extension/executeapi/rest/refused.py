"""Answers of the gateway itself, as the API has them set. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html"""

from __future__ import annotations

import json

from apigateway.responses import STATUSES, response_of
from apigatewayv2.store import Fields
from delivery.envelope import compact
from functionurls.event import Answer

ERRORS = {
    "ACCESS_DENIED": "AccessDeniedException",
    "AUTHORIZER_CONFIGURATION_ERROR": "AuthorizerConfigurationException",
    "AUTHORIZER_FAILURE": "AuthorizerFailureException",
    "API_CONFIGURATION_ERROR": "InternalServerErrorException",
    "BAD_REQUEST_PARAMETERS": "BadRequestException",
    "INTEGRATION_FAILURE": "InternalServerErrorException",
    "INVALID_API_KEY": "ForbiddenException",
    "MISSING_AUTHENTICATION_TOKEN": "MissingAuthenticationTokenException",
    "UNAUTHORIZED": "UnauthorizedException",
}


class Barred(Exception):
    """The request is answered by the gateway. `kind`: of its responses."""

    def __init__(self, kind: str, message: str | None, status: int | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.status = status


def answer_of(barred: Barred, responses: dict[str, Fields]) -> Answer:
    own = chosen(barred.kind, responses)
    status = own.get("statusCode") or barred.status or STATUSES[barred.kind]
    headers = [("content-type", "application/json"), ("x-amzn-errortype", ERRORS.get(barred.kind, "InternalServerErrorException"))]
    for name, value in own["responseParameters"].items():
        if value.startswith("'"):
            headers.append((name.removeprefix("gatewayresponse.header.").lower(), value.strip("'")))
    text = own["responseTemplates"].get("application/json")
    body = compact({"message": barred.message}) if text is None else filled(text, barred)
    return Answer(int(status), headers, body.encode())


def chosen(kind: str, responses: dict[str, Fields]) -> Fields:
    """One of its kind, or of all of its class, where somebody set it."""
    every = f"DEFAULT_{STATUSES[kind][:1]}XX"
    own = response_of(responses, kind if kind in responses or every not in responses else every)
    return {**own, "statusCode": None} if own["defaultResponse"] else own


def filled(text: str, barred: Barred) -> str:
    values = {
        "$context.error.messageString": json.dumps(barred.message),
        "$context.error.message": barred.message or "",
        "$context.error.responseType": barred.kind,
    }
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def plain(status: int, message: str, error: str) -> Answer:
    """Where there is no API to ask."""
    return Answer(status, [("content-type", "application/json"), ("x-amzn-errortype", error)], compact({"message": message}).encode())
