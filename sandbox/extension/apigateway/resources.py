"""Paths of an API. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html"""

from __future__ import annotations

import re

from apigateway.pages import page
from apigateway.patches import listed, patches_of
from apigateway.refusals import no_resource
from apigateway.store import RestApi, given
from apigatewayv2.refusals import bad, conflict
from apigatewayv2.store import Fields, drawn

PART = re.compile(r"[a-zA-Z0-9._\-:$]+|\{[a-zA-Z0-9._\-:]+\+?\}")
WRONG_PART = (
    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end."
)


def create(api: RestApi, parent: str, part: str) -> Fields:
    above = resource_of(api, parent)
    if not PART.fullmatch(part):
        raise bad(WRONG_PART)
    if above.get("pathPart", "").endswith("+}"):
        raise bad(f"Cannot create a child of a resource with a greedy path variable: {above['pathPart']}")
    refuse_beside(api, parent, part, None)
    made = {"id": drawn(6), "parentId": parent, "pathPart": part, "methods": {}}
    api.resources[made["id"]] = made
    settle(api)
    return told(made)


def refuse_beside(api: RestApi, parent: str, part: str, own: str | None) -> None:
    beside = [one for one in api.resources.values() if one.get("parentId") == parent and one["id"] != own]
    if any(one["pathPart"] == part for one in beside):
        raise conflict(f"Another resource with the same parent already has this name: {part}")
    variable = next((one["pathPart"] for one in beside if one["pathPart"].startswith("{")), None)
    if part.startswith("{") and variable is not None:
        raise bad(f"A sibling ({variable}) of this resource already has a variable path part -- only one is allowed")


def settle(api: RestApi) -> None:
    """Paths follow from parents."""

    def path(one: Fields) -> str:
        parent = api.resources.get(one.get("parentId", ""))
        return "/" if parent is None else f"{path(parent).rstrip('/')}/{one['pathPart']}"

    for one in api.resources.values():
        one["path"] = path(one)


def resource_of(api: RestApi | None, resource: str) -> Fields:
    found = api and api.resources.get(resource)
    if not found:
        raise no_resource()
    return found


def told(resource: Fields, whole: bool = False) -> Fields:
    """`whole`: with its methods."""
    methods = {verb: told_method(one) if whole else {} for verb, one in resource["methods"].items()}
    plain = {name: value for name, value in resource.items() if name != "methods"}
    return {**plain, **({"resourceMethods": methods} if methods else {})}


def told_method(method: Fields) -> Fields:
    """An integration has its answers with it; what is empty is told where it was put."""
    return {name: value for name, value in method.items() if name not in ("methodResponses", "authorizationScopes") or given(value)}


def listing(api: RestApi, asked: dict[str, str], embed: list[str]) -> Fields:
    ordered = sorted(api.resources.values(), key=lambda one: one["path"])
    return page([told(one, "methods" in embed) for one in ordered], asked)


def update(api: RestApi, resource: str, body: Fields) -> Fields:
    now = resource_of(api, resource)
    patches = patches_of(body)
    after = listed(now, patches, {"/parentId": str, "/pathPart": str}, "/parentId, /pathPart")
    for one in patches:
        if "parentId" not in now:
            raise bad(f"Root resource cannot update its {one.path[1:]}.")
    resource_of(api, after["parentId"])
    above = after["parentId"]
    while above:
        if above == resource:
            raise bad("Resources cannot be cyclical.")
        above = api.resources[above].get("parentId", "")
    refuse_beside(api, after["parentId"], after["pathPart"], resource)
    now.update(after)
    settle(api)
    return told(now)


def delete(api: RestApi, resource: str) -> None:
    """What lies below goes with it."""
    gone = resource_of(api, resource)
    if "parentId" not in gone:
        raise bad("Root resource cannot be deleted")
    for other in [*api.resources.values()]:
        if other["path"] == gone["path"] or other["path"].startswith(f"{gone['path']}/"):
            del api.resources[other["id"]]
