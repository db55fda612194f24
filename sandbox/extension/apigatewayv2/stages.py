"""Stages and what they serve: a deployment, which is the API as it was when that was made. A stage that deploys by itself
has another one after each change of the API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
"""

from __future__ import annotations

from typing import Any

from apigateway.stage_patches import NO_ROLE
from delivery.envelope import now
from apigatewayv2.changes import changed
from apigatewayv2.pages import page
from apigatewayv2.refusals import Refused, bad, conflict, not_found
from apigatewayv2.store import Api, Fields, Store, drawn


def create_deployment(api: Api, body: Fields) -> Fields:
    if not api.parts["routes"]:
        raise bad("At least one route is required before deploying the Api.")
    name = body.pop("stageName", None)
    stage = None if name is None else stage_of(api, name)
    made = deployed(api, False, body)
    if stage is not None:
        stage["deploymentId"] = made["deploymentId"]
    return made


def deployed(api: Api, by_itself: bool, more: Fields) -> Fields:
    deployment = {
        "autoDeployed": by_itself,
        "createdDate": now(),
        "deploymentId": drawn(6),
        "deploymentStatus": "DEPLOYED",
        **more,
    }
    api.deployments[deployment["deploymentId"]] = deployment
    api.snapshots[deployment["deploymentId"]] = api.snapshot()
    return deployment


def deploy_by_itself(api: Api) -> None:
    """After a change of the API."""
    stages = [one for one in api.stages.values() if one.get("autoDeploy")]
    if stages:
        text = "Automatic deployment triggered by changes to the Api configuration"
        made = deployed(api, True, {"description": text})
        for stage in stages:
            stage |= {"deploymentId": made["deploymentId"], "lastUpdatedDate": now()}


def create(api: Api, body: Fields, log_role: str, managed: bool = False) -> Fields:
    name = body["stageName"]
    if name in api.stages:
        raise conflict(f"Stage already exists: {name}")
    check_deployment(api, body)
    check_settings(api, body)
    check_logs(api, body, log_role)
    settings = {"dataTraceEnabled": False, "detailedMetricsEnabled": False, "loggingLevel": "OFF"} if api.is_socket else {"detailedMetricsEnabled": False}
    tags = body.pop("tags", {})
    stage = {
        "createdDate": now(),
        "lastUpdatedDate": now(),
        "routeSettings": {},
        "stageVariables": {},
        "autoDeploy": False,
        **body,
        "defaultRouteSettings": {**settings, **body.get("defaultRouteSettings", {})},
        "tags": tags,
        **({"apiGatewayManaged": True} if managed else {}),
    }
    api.stages[name] = stage
    if stage["autoDeploy"]:
        deploy_by_itself(api)
    return told(stage)


def told(stage: Fields) -> Fields:
    """That it does not deploy by itself is told of no stage."""
    return {name: value for name, value in stage.items() if not (name == "autoDeploy" and value is False)}


def check_deployment(api: Api, body: Fields) -> None:
    wanted = body.get("deploymentId")
    if wanted and wanted not in api.deployments:
        raise not_found("Deployment", wanted)
    if wanted and body.get("autoDeploy"):
        raise bad("DeploymentId cannot be set for a stage that deploys by itself")


def check_settings(api: Api, body: Fields) -> None:
    """https://github.com/aws/serverless-application-model/issues/1939"""
    keys = {route["routeKey"] for route in api.parts["routes"].values()}
    routes = body.get("routeSettings") or {}
    for key in routes:
        if key not in keys:
            raise Refused(404, "NotFoundException", f"Unable to find Route by key {key} within the provided RouteSettings")
    for one in (body.get("defaultRouteSettings") or {}, *routes.values()):
        for name in ("throttlingBurstLimit", "throttlingRateLimit"):
            if isinstance(one.get(name), str):
                raise Refused(400, "SerializationException", "STRING_VALUE can not be converted to a number")


def check_logs(api: Api, body: Fields, log_role: str) -> None:
    """Stages of WebSocket APIs write to CloudWatch by a role of the account, and to Firehose by a role of AWS's own.

    https://github.com/anomalyco/sst/issues/1556
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-logging-to-kinesis.html
    """
    if not api.is_socket or log_role != "":
        return
    destination = (body.get("accessLogSettings") or {}).get("destinationArn") or ""
    each = (body.get("defaultRouteSettings") or {}, *(body.get("routeSettings") or {}).values())
    calls = any(one.get("loggingLevel", "OFF") != "OFF" or one.get("dataTraceEnabled") for one in each)
    if ":logs:" in destination or calls:
        raise bad(NO_ROLE)


def update(api: Api, name: str, body: Fields, log_role: str) -> Fields:
    stage = stage_of(api, name)
    if stage.get("apiGatewayManaged"):
        raise conflict("Cannot update the $default stage that is managed by API Gateway")
    check_deployment(api, body)
    check_settings(api, body)
    check_logs(api, body, log_role)
    after = {**changed(stage, body), "lastUpdatedDate": now()}
    if "defaultRouteSettings" in body:
        after["defaultRouteSettings"] = {**stage["defaultRouteSettings"], **body["defaultRouteSettings"]}
    api.stages[name] = after
    if after["autoDeploy"] and not stage["autoDeploy"]:
        deploy_by_itself(api)
    return told(api.stages[name])


def delete(store: Store, api: Api, name: str) -> None:
    stage_of(api, name)
    for domain, mappings in store.mappings.items():
        if any(one["apiId"] == api.id and one["stage"] == name for one in mappings.values()):
            raise bad(f"Deleting stage failed due to a mapping of domain name {domain}")
    del api.stages[name]


def delete_access_log(api: Api, name: str) -> None:
    stage_of(api, name).pop("accessLogSettings", None)


def delete_route_settings(api: Api, name: str, key: str) -> None:
    settings = stage_of(api, name)["routeSettings"]
    if key not in settings:
        raise not_found("Route Settings", key)
    del settings[key]


def stage_of(api: Api, name: str) -> Fields:
    stage = api.stages.get(name)
    if stage is None:
        raise not_found("Stage", name)
    return stage


def listed(api: Api, asked: dict[str, str]) -> Fields:
    return page([told(one) for one in api.stages.values()], asked)


def deployment_of(api: Api, deployment: str) -> Fields:
    found = api.deployments.get(deployment)
    if found is None:
        raise not_found("Deployment", deployment)
    return found


def delete_deployment(api: Api, deployment: str) -> None:
    deployment_of(api, deployment)
    if any(stage.get("deploymentId") == deployment for stage in api.stages.values()):
        raise bad("Active stages pointing to this deployment must be moved or deleted")
    del api.deployments[deployment]
    del api.snapshots[deployment]


def deployments(api: Api, asked: dict[str, str]) -> Any:
    return page(list(api.deployments.values()), asked)
