"""APIs themselves, and quick create, which makes an API with one integration, one route and a stage.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop.html
"""

from __future__ import annotations

from delivery.envelope import now
from apigatewayv2 import parts, stages
from apigatewayv2.changes import changed
from apigatewayv2.pages import page
from apigatewayv2.refusals import bad, not_found
from apigatewayv2.store import Api, Fields, Store, drawn

OF_HTTP = "${request.method} ${request.path}"
ONLY_AT_BIRTH = ("credentialsArn", "routeKey", "target")


def create(store: Store, region: str, body: Fields) -> Fields:
    kind = body.get("protocolType")
    if kind not in ("HTTP", "WEBSOCKET"):
        raise bad("Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]")
    expression = body.get("routeSelectionExpression", OF_HTTP if kind == "HTTP" else None)
    if expression is None:
        raise bad("Invalid RouteSelectionExpression specified for WebSocket protocol")
    if kind == "HTTP" and expression != OF_HTTP:
        raise bad("Invalid RouteSelectionExpression specified for HTTP protocol")
    if kind == "WEBSOCKET" and ("corsConfiguration" in body or "target" in body):
        raise bad("CORS and quick create are of HTTP APIs alone")
    quick = {name: body.pop(name) for name in ONLY_AT_BIRTH if name in body}
    tags, api_id = body.pop("tags", {}), drawn(10)
    fields = {
        "apiEndpoint": f"{'https' if kind == 'HTTP' else 'wss'}://{api_id}.execute-api.{region}.amazonaws.com",
        "apiId": api_id,
        "apiKeySelectionExpression": "$request.header.x-api-key",
        "createdDate": now(),
        "disableExecuteApiEndpoint": False,
        "ipAddressType": "ipv4",
        **body,
        "routeSelectionExpression": expression,
    }
    api = Api(fields=fields, tags=dict(tags))
    if quick.get("target"):
        quickly(api, quick)
    store.apis[api_id] = api
    return told(api)


def quickly(api: Api, asked: Fields) -> None:
    target = asked["target"]
    of_function = target.startswith("arn:") and ":lambda:" in target
    integration = parts.create(
        api,
        "integrations",
        {},
        {
            "integrationType": "AWS_PROXY" if of_function else "HTTP_PROXY",
            "integrationMethod": "POST" if of_function else "ANY",
            "integrationUri": target,
            "payloadFormatVersion": "2.0" if of_function else "1.0",
            **({"credentialsArn": asked["credentialsArn"]} if "credentialsArn" in asked else {}),
        },
        managed=True,
    )
    key, goal = asked.get("routeKey", "$default"), f"integrations/{integration['integrationId']}"
    parts.create(api, "routes", {}, {"routeKey": key, "target": goal}, managed=True)
    stages.create(api, {"stageName": "$default", "autoDeploy": True}, "", managed=True)


def told(api: Api) -> Fields:
    return {**api.fields, "tags": api.tags}


def api_of(store: Store, api_id: str, account: str) -> Api:
    api = store.apis.get(api_id)
    if api is None:
        raise not_found("API", f"{account}:{api_id}")
    return api


def update(api: Api, body: Fields) -> Fields:
    if any(name in body for name in ONLY_AT_BIRTH):
        raise NotImplementedError("the sandbox changes no target of quick create")
    api.fields = changed(api.fields, body)
    return told(api)


def delete(store: Store, api: Api) -> None:
    for domain, mappings in store.mappings.items():
        if any(one["apiId"] == api.id for one in mappings.values()):
            raise bad(f"Please remove all API mappings related to the API in your domain {domain}")
    del store.apis[api.id]


def listed(store: Store, asked: dict[str, str]) -> Fields:
    return page([told(api) for api in store.apis.values()], asked)
