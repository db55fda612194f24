"""What API Gateway answers by itself. https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html"""

from __future__ import annotations

from apigateway.patches import entry, patches_of
from apigateway.refusals import absent
from apigateway.store import RestApi
from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields

TEMPLATES = {"application/json": '{"message":$context.error.messageString}'}
STATUSES = {
    "ACCESS_DENIED": "403",
    "API_CONFIGURATION_ERROR": "500",
    "AUTHORIZER_CONFIGURATION_ERROR": "500",
    "AUTHORIZER_FAILURE": "500",
    "BAD_REQUEST_BODY": "400",
    "BAD_REQUEST_PARAMETERS": "400",
    "DEFAULT_4XX": "",
    "DEFAULT_5XX": "",
    "EXPIRED_TOKEN": "403",
    "INTEGRATION_FAILURE": "504",
    "INTEGRATION_TIMEOUT": "504",
    "INVALID_API_KEY": "403",
    "INVALID_SIGNATURE": "403",
    "MISSING_AUTHENTICATION_TOKEN": "403",
    "QUOTA_EXCEEDED": "429",
    "REQUEST_TOO_LARGE": "413",
    "RESOURCE_NOT_FOUND": "404",
    "THROTTLED": "429",
    "UNAUTHORIZED": "401",
    "UNSUPPORTED_MEDIA_TYPE": "415",
    "WAF_FILTERED": "403",
}
"""Where nobody says another one."""


def response_of(responses: dict[str, Fields], kind: str) -> Fields:
    own = responses.get(kind)
    if own is not None:
        return own
    status = STATUSES[kind]
    by_default = {"responseType": kind, "responseParameters": {}, "responseTemplates": {**TEMPLATES}, "defaultResponse": True}
    return {**by_default, **({"statusCode": status} if status else {})}


def put_response(api: RestApi, kind: str, body: Fields) -> Fields:
    status = body.get("statusCode") or STATUSES[kind]
    api.parts["responses"][kind] = {
        "responseType": kind,
        "defaultResponse": False,
        "responseParameters": body.get("responseParameters") or {},
        "responseTemplates": body.get("responseTemplates") or {**TEMPLATES},
        **({"statusCode": status} if status else {}),
    }
    return api.parts["responses"][kind]


def update_response(api: RestApi, kind: str, body: Fields) -> Fields:
    after = {**response_of(api.parts["responses"], kind), "defaultResponse": False}
    for one in patches_of(body):
        if one.path == "/statusCode" and one.op == "replace":
            after["statusCode"] = one.value
        elif not entry(after, "responseParameters", one, str, absent("Invalid parameter name specified")) and not entry(
            after, "responseTemplates", one, str, absent("Content-Type specified was not found")
        ):
            raise bad(f"Invalid patch path {one.path or 'null'}")
    api.parts["responses"][kind] = {"responseParameters": {}, "responseTemplates": {}, **after}
    return api.parts["responses"][kind]


def delete_response(api: RestApi, kind: str) -> None:
    if kind not in api.parts["responses"]:
        raise absent("Gateway response type not defined on api")
    del api.parts["responses"][kind]
