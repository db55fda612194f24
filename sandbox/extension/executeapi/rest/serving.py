"""A request to a REST API: its stage, its method, who may, and what the integration answers."""

from __future__ import annotations

import json
from dataclasses import replace

from apigateway.store import Store, rest_store
from apigatewayv2.store import Fields
from executeapi.functions import Failed, called, function_in
from executeapi.rest.asked import Asked, served_by
from executeapi.rest.events import event_of, proxied
from executeapi.rest.guards import authorized, key_for, obey_policy
from executeapi.rest.mapped import answered as told_back
from executeapi.rest.mapped import mocked, request_body
from executeapi.rest.refused import Barred, answer_of, plain
from executeapi.rest.routing import route_for
from functionurls.event import Answer, Request
from patching import Sandbox


def answered(sandbox: Sandbox, region: str, api_id: str, stage: str | None, request: Request, access_key: str, raw: str) -> Answer | None:
    """`stage` where a domain name says it; otherwise the path does. `raw`: the path as it was sent. None: there is no such REST API."""
    store = rest_store(sandbox.account, region)
    api = store.apis.get(api_id)
    if api is None:
        return None
    by_name = stage is not None
    first, _, rest = request.path.lstrip("/").partition("/")
    found = api.stages.get(stage or first)
    if found is None or (api.fields["disableExecuteApiEndpoint"] and not by_name):
        return plain(403, "Forbidden", "ForbiddenException")
    deployment, variables = served_by(api, found)
    asked = Asked(
        api=api,
        stage=found,
        snapshot=api.snapshots[deployment],
        deployment=deployment,
        variables=variables,
        request=request if stage else replace(request, path=f"/{rest}"),
        raw_path=raw,
        account=sandbox.account,
        region=region,
        access_key=access_key,
    )
    try:
        return integrated(sandbox, let_in(sandbox, store, asked))
    except Barred as barred:
        return answer_of(barred, asked.snapshot.parts["responses"])
    except NotImplementedError as unlike:
        return Answer(501, [("content-type", "text/plain")], str(unlike).encode())


def let_in(sandbox: Sandbox, store: Store, asked: Asked) -> Asked:
    route = route_for(list(asked.snapshot.parts["resources"].values()), asked.request.method, asked.request.path)
    if route is None:
        raise Barred("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")
    routed = asked.routed(*route)
    obey_policy(routed)
    told = replace(routed, authorizer=authorized(sandbox, routed))
    told = replace(told, key=key_for(store, told))
    refuse_incomplete(told)
    return told


def refuse_incomplete(asked: Asked) -> None:
    """Bodies are compared with no model."""
    validator = asked.snapshot.parts["validators"].get(asked.method.get("requestValidatorId", ""))
    if validator is None or not validator["validateRequestParameters"]:
        return
    event = event_of(asked)
    given = {
        "header": {name.lower() for name in event["headers"]},
        "querystring": set(event["queryStringParameters"] or {}),
        "path": set(asked.path_parameters),
    }
    lacks = []
    for name, required in (asked.method.get("requestParameters") or {}).items():
        _, _, place, own = name.split(".", 3)
        if required and (own.lower() if place == "header" else own) not in given.get(place, {own}):
            lacks.append(own)
    if lacks:
        raise Barred("BAD_REQUEST_PARAMETERS", f"Missing required request parameters: [{', '.join(lacks)}]")


def integrated(sandbox: Sandbox, asked: Asked) -> Answer:
    integration: Fields = asked.method["methodIntegration"]
    if integration["type"] == "MOCK":
        return mocked(integration, asked)
    arn = function_in(integration.get("uri", ""), asked.variables)
    if arn is None or integration["type"] not in ("AWS", "AWS_PROXY"):
        raise NotImplementedError("the sandbox reaches functions alone through a REST API")
    is_proxy = integration["type"] == "AWS_PROXY"
    event = event_of(asked) if is_proxy else json.loads(request_body(integration, asked) or "{}")
    role = integration.get("credentials")
    try:
        payload = called(sandbox, arn, asked.source, role, event)
    except Failed as failed:
        if not is_proxy and failed.ran:
            return told_back(integration, asked, json.loads(str(failed)).get("errorMessage", ""), str(failed))
        # Where it may not be called, the API is set up wrongly; where it failed, it answered nothing of the form.
        raise Barred("INTEGRATION_FAILURE" if failed.ran else "API_CONFIGURATION_ERROR", "Internal server error", 502 if failed.ran else 500) from None
    if not is_proxy:
        return told_back(integration, asked, "", payload.decode("utf-8", "replace"))
    try:
        return proxied(payload, asked)
    except (AttributeError, TypeError, ValueError):
        raise Barred("INTEGRATION_FAILURE", "Internal server error", 502) from None
