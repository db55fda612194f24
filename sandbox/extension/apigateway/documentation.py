"""Documentation of an API, and its versions. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api.html"""

from __future__ import annotations

import json
import time

from apigateway.parts import found, kept
from apigateway.patches import listed, patches_of
from apigateway.refusals import absent
from apigateway.store import RestApi
from apigatewayv2.refusals import bad, conflict
from apigatewayv2.store import Fields


def create_documentation(api: RestApi, body: Fields) -> Fields:
    if any(one["location"] == body["location"] for one in api.parts["documentation"].values()):
        raise conflict("Documentation part already exists for the specified location: " + json.dumps(body["location"]))
    return kept(api, "documentation", body)


def update_documentation(api: RestApi | None, part: str, body: Fields) -> Fields:
    now = found(api, "documentation", part)
    now.update(listed(now, patches_of(body), {"/properties": str}, "/properties"))
    return now


def create_version(api: RestApi, body: Fields) -> Fields:
    name = body["documentationVersion"]
    if name in api.versions:
        raise conflict("Documentation version already exists")
    stage = body.get("stageName")
    if stage:
        if stage not in api.stages:
            raise absent("Invalid stage identifier specified")
        api.stages[stage]["documentationVersion"] = name
    described = {"description": body["description"]} if body.get("description") else {}
    api.versions[name] = {"version": name, "createdDate": int(time.time()), **described}
    return api.versions[name]


def version_of(api: RestApi, name: str) -> Fields:
    if name not in api.versions:
        raise absent("Invalid Documentation version specified")
    return api.versions[name]


def update_version(api: RestApi, name: str, body: Fields) -> Fields:
    api.versions[name] = listed(version_of(api, name), patches_of(body), {"/description": str}, "/description")
    return api.versions[name]


def delete_version(api: RestApi, name: str) -> None:
    version_of(api, name)
    if any(stage.get("documentationVersion") == name for stage in api.stages.values()):
        raise bad("Documentation version is associated with a stage and cannot be deleted")
    del api.versions[name]
