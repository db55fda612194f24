"""Stages and what they serve: a deployment, which is the API as it was when that was made.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
"""

from __future__ import annotations

import re
import time

from apigateway.pages import page
from apigateway.patches import patches_of
from apigateway.refusals import absent
from apigateway.stage_patches import patched
from apigateway.store import RestApi, Snapshot, Store, told
from apigatewayv2 import store as second
from apigatewayv2.refusals import bad, conflict
from apigatewayv2.store import Fields, drawn

NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
VALUE = re.compile(r"[A-Za-z0-9 ._~:/?#&=,-]*")


def create_deployment(api: RestApi, body: Fields) -> Fields:
    refuse_unfinished(api)
    name, canary = body.get("stageName"), body.get("canarySettings")
    if canary is not None:
        refuse_no_stage(api, name)
    made = {"id": drawn(6), "createdDate": int(time.time())}
    if body.get("description"):
        made["description"] = body["description"]
    api.deployments[made["id"]] = made
    api.snapshots[made["id"]] = api.snapshot()
    settings = {key: body[key] for key in ("cacheClusterEnabled", "cacheClusterSize", "variables", "tracingEnabled") if body.get(key) is not None}
    if canary is not None:
        api.stages[str(name)]["canarySettings"] = canary_of({**canary, "deploymentId": made["id"]}, made["id"])
    elif name and name in api.stages:
        api.stages[name] |= {**settings, "deploymentId": made["id"], "lastUpdatedDate": int(time.time())}
    elif name:
        description = {"description": body["stageDescription"]} if body.get("stageDescription") else {}
        create(api, {"stageName": name, "deploymentId": made["id"], **description, **settings})
    return made


def refuse_unfinished(api: RestApi) -> None:
    methods = [one for resource in api.resources.values() for one in resource["methods"].values()]
    if not methods:
        raise bad("The REST API doesn't contain any methods")
    if any("methodIntegration" not in one for one in methods):
        raise bad("No integration defined for method")
    if api.fields["endpointConfiguration"]["types"] == ["PRIVATE"] and "policy" not in api.fields:
        raise bad("Private REST API doesn't have a resource policy attached to it")


def refuse_no_stage(api: RestApi, name: str | None) -> None:
    invalid = "Invalid deployment content specified."
    if not name:
        raise bad(f"{invalid}Non null and non empty stageName must be provided for canary deployment. Provided value is {'null' if name is None else name}")
    if name not in api.stages:
        raise bad(f"{invalid}Stage {name} must already be created before making a canary release deployment")


def canary_of(told_of: Fields, deployment: str) -> Fields:
    canary = {"percentTraffic": 0.0, "useStageCache": False, "deploymentId": deployment, **told_of}
    return {key: value for key, value in canary.items() if value not in (None, {})}


def create(api: RestApi, body: Fields) -> Fields:
    name, deployment = body["stageName"], body.get("deploymentId", "")
    if not NAME.fullmatch(name):
        raise bad("Stage name only allows a-zA-Z0-9_-")
    if name in api.stages:
        raise conflict("Stage already exists")
    refuse_undeployed(api, deployment)
    refuse_values(body.get("variables") or {})
    canary = body.get("canarySettings")
    if canary:
        refuse_undeployed(api, canary.get("deploymentId") or deployment)
    if body.get("documentationVersion") and body["documentationVersion"] not in api.versions:
        raise absent("Invalid Documentation version specified")
    cached = bool(body.get("cacheClusterEnabled"))
    plain = {key: value for key, value in body.items() if value not in (None, "", {}) and key != "canarySettings"}
    stage = {
        "cacheClusterEnabled": cached,
        "cacheClusterStatus": "AVAILABLE" if cached else "NOT_AVAILABLE",
        **({"cacheClusterSize": "0.5"} if cached else {}),
        "methodSettings": {},
        "tracingEnabled": False,
        **plain,
        **({"canarySettings": canary_of(canary, deployment)} if canary else {}),
        "createdDate": int(time.time()),
        "lastUpdatedDate": int(time.time()),
        "tags": body.get("tags") or {},
    }
    api.stages[name] = stage
    return told(stage)


def refuse_undeployed(api: RestApi, deployment: str) -> None:
    if deployment not in api.deployments:
        raise bad("Deployment id does not exist")


def refuse_values(variables: dict[str, str]) -> None:
    for name, value in variables.items():
        if not re.fullmatch(r"[A-Za-z0-9_]+", name):
            raise bad(f"Invalid stage variable name: {name}. Please use alphanumeric characters and underscores")
        if not VALUE.fullmatch(value):
            raise bad(
                f"Invalid stage variable value: {value}. Please use values with alphanumeric characters and the symbols "
                "' ', -', '.', '_', ':', '/', '?', '&', '=', and ','."
            )


def update(api: RestApi, name: str, body: Fields, log_role: str) -> Fields:
    after = patched(api, stage_of(api, name), patches_of(body), log_role)
    refuse_values(after.get("variables") or {})
    cached = after["cacheClusterEnabled"]
    after |= {"cacheClusterStatus": "AVAILABLE" if cached else "NOT_AVAILABLE", "lastUpdatedDate": int(time.time())}
    if cached:
        after.setdefault("cacheClusterSize", "0.5")
    else:
        after.pop("cacheClusterSize", None)
    api.stages[name] = after
    return told(after)


def stage_of(api: RestApi, name: str) -> Fields:
    found = api.stages.get(name)
    if found is None:
        raise absent("Invalid stage identifier specified")
    return found


def listing(api: RestApi, deployment: str | None) -> Fields:
    """All of them at once."""
    return {"item": [told(one) for one in api.stages.values() if deployment in (None, one["deploymentId"])]}


def delete(store: Store, domains: second.Store, api: RestApi, name: str) -> None:
    stage_of(api, name)
    leading = [domain for domain, all_ in domains.mappings.items() if any((one["apiId"], one.get("stage")) == (api.id, name) for one in all_.values())]
    if leading:
        raise bad(f"Deleting stage {name} of RestApi {api.id} failed. Please remove all base path mappings related to the stage in your domains: {', '.join(leading)}")
    for plan in store.plans.values():
        plan["apiStages"] = [one for one in plan["apiStages"] if (one["apiId"], one["stage"]) != (api.id, name)]
    del api.stages[name]


def deployment_of(api: RestApi, deployment: str) -> Fields:
    found = api.deployments.get(deployment)
    if found is None:
        raise absent("Invalid Deployment identifier specified")
    return found


def summed_up(api: RestApi, deployment: str, embed: list[str]) -> Fields:
    found = deployment_of(api, deployment)
    if "apisummary" not in embed:
        return found
    snapshot: Snapshot = api.snapshots[deployment]
    summary = {
        one["path"]: {verb: {"authorizationType": method["authorizationType"], "apiKeyRequired": method["apiKeyRequired"]} for verb, method in one["methods"].items()}
        for one in snapshot.parts["resources"].values()
        if one["methods"]
    }
    return {**found, "apiSummary": summary}


def deployments(api: RestApi, asked: dict[str, str]) -> Fields:
    return page(list(api.deployments.values()), asked)


def update_deployment(api: RestApi, deployment: str, body: Fields) -> Fields:
    found = deployment_of(api, deployment)
    for one in patches_of(body):
        if one.path != "/description" or one.op != "replace":
            raise bad(f"Invalid patch path  '{one.path}' specified for op '{one.op}'. Must be one of: [/description]")
        found["description"] = one.value
    return found


def delete_deployment(api: RestApi, deployment: str) -> None:
    deployment_of(api, deployment)
    serving = [(one["deploymentId"], (one.get("canarySettings") or {}).get("deploymentId")) for one in api.stages.values()]
    if any(deployment in each for each in serving):
        raise bad("Active stages pointing to this deployment must be moved or deleted")
    del api.deployments[deployment], api.snapshots[deployment]
