"""REST APIs themselves. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html"""

from __future__ import annotations

import json
import time

from apigateway.models import DEFAULTS as MODELS
from apigateway.pages import page
from apigateway.patches import Patch, member, patches_of, replaced, unescaped, yes
from apigateway.refusals import no_api
from apigateway.store import RestApi, Store, told, told_whole
from apigatewayv2 import store as second
from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields, drawn
from iam.principals import missing_principal

KINDS = ("REGIONAL", "EDGE", "PRIVATE")
MOST_SMALL = 10_485_760
BAD_POLICY = "Invalid policy document. Please check the policy syntax and ensure that Principals are valid."


def create(store: Store, region: str, account: str, body: Fields) -> Fields:
    if not body.get("name"):
        raise bad("API name must not be null or empty")
    if body.get("description") == "":
        raise bad("Description cannot be an empty string")
    if body.pop("cloneFrom", None):
        raise NotImplementedError("the sandbox clones no REST API")
    policy = body.pop("policy", None)
    fields = {
        "apiKeySource": "HEADER",
        "disableExecuteApiEndpoint": False,
        **{name: value for name, value in body.items() if value not in (None, [])},
        "createdDate": int(time.time()),
        "endpointConfiguration": endpoint(body.get("endpointConfiguration") or {}),
        "id": drawn(10),
        "rootResourceId": drawn(10),
        "tags": body.get("tags") or {},
    }
    if "minimumCompressionSize" in fields:
        smallest(str(fields["minimumCompressionSize"]))
    api = RestApi(fields)
    api.resources[fields["rootResourceId"]] = {"id": fields["rootResourceId"], "path": "/", "methods": {}}
    api.parts["models"] = {one["name"]: {**one, "id": drawn(6)} for one in MODELS}
    set_policy(api, region, account, policy or "")
    store.apis[api.id] = api
    return told(written(api))


def endpoint(asked: Fields) -> Fields:
    types = asked.get("types", ["EDGE"])
    if not types:
        raise bad("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.")
    if len(types) > 1:
        raise bad("Cannot create an api with multiple Endpoint Types.")
    private = types == ["PRIVATE"]
    if private and asked.get("ipAddressType") == "ipv4":
        raise bad("Only dualstack ipAddressType is supported for Private APIs.")
    if asked.get("vpcEndpointIds") and not private:
        raise bad("VPCEndpoints can only be specified with PRIVATE apis.")
    kept = {name: value for name, value in asked.items() if value not in (None, [], "")}
    return {"ipAddressType": "dualstack" if private else "ipv4", **kept, "types": types}


def smallest(text: str) -> int | str:
    if text == "":
        return ""
    if not text.isdigit() or int(text) > MOST_SMALL:
        raise bad(f"Invalid minimum compression size, must be between 0 and {MOST_SMALL}")
    return int(text)


def set_policy(api: RestApi, region: str, account: str, text: str) -> None:
    """What is written in short is kept with the API's own ARN."""
    if text == "":
        api.fields.pop("policy", None)
        return
    own = f'"arn:aws:execute-api:{region}:{account}:{api.id}/'
    try:
        document = json.loads(text)
        right = isinstance(document.get("Statement"), list | dict)
    except (AttributeError, ValueError):
        raise bad(BAD_POLICY) from None
    if not right or missing_principal(text, account) is not None:
        raise bad(BAD_POLICY)
    api.fields["policy"] = json.dumps(document, separators=(",", ":")).replace('"execute-api:/', own)


def written(api: RestApi) -> Fields:
    """AWS tells a policy with its quotes escaped once more."""
    policy = api.fields.get("policy")
    return {**api.fields, **({"policy": json.dumps(policy)[1:-1]} if policy else {})}


def api_of(store: Store, api: str, account: str) -> RestApi:
    found = store.apis.get(api)
    if found is None:
        raise no_api(account, api)
    return found


def read(api: RestApi) -> Fields:
    return told_whole(written(api))


def listing(store: Store, asked: dict[str, str]) -> Fields:
    return page([told(written(api)) for api in store.apis.values()], asked)


PLAIN = {
    "name": str,
    "description": str,
    "version": str,
    "minimumCompressionSize": smallest,
    "apiKeySource": str,
    "disableExecuteApiEndpoint": yes,
    "securityPolicy": str,
    "endpointAccessMode": str,
}


def update(api: RestApi, region: str, account: str, body: Fields) -> Fields:
    before = dict(api.fields)
    try:
        for one in patches_of(body):
            patch(api, region, account, one)
    except Exception:
        api.fields = before
        raise
    return read(api)


def patch(api: RestApi, region: str, account: str, one: Patch) -> None:
    head, *rest = one.segments or [""]
    if one.path == "/description" and one.op == "remove":
        api.fields.pop("description", None)
    elif one.path == "/policy" and one.op == "replace":
        set_policy(api, region, account, one.value)
    elif head == "binaryMediaTypes" and rest:
        values = member(api.fields.get("binaryMediaTypes", []), one, "/".join(rest))
        if one.op == "replace" and one.value:
            values = [*values[:-1], unescaped(one.value)]
        api.fields["binaryMediaTypes"] = values
        if not values:
            del api.fields["binaryMediaTypes"]
    elif head == "endpointConfiguration" and rest:
        api.fields["endpointConfiguration"] = other_endpoint(api.fields["endpointConfiguration"], rest, one)
    elif not replaced(api.fields, one, PLAIN):
        raise bad(f"Invalid patch path {one.path}")


def other_endpoint(now: Fields, rest: list[str], one: Patch) -> Fields:
    if rest[0] == "ipAddressType":
        if one.op != "replace":
            raise bad("Invalid patch operation specified. Must be one of: [replace]")
        if one.value not in ("ipv4", "dualstack"):
            raise bad("ipAddressType must be either ipv4 or dualstack.")
        return endpoint({**now, "ipAddressType": one.value})
    if rest[0] == "vpcEndpointIds":
        return endpoint({**now, "vpcEndpointIds": member(now.get("vpcEndpointIds", []), one, one.value)})
    if rest[0] != "types":
        raise bad(f"Invalid patch path {one.path}")
    if one.op not in ("add", "remove", "replace"):
        raise bad("Invalid patch operation specified. Must be 'add'|'remove'|'replace'")
    if one.value not in KINDS:
        raise bad(f"Invalid EndpointTypes specified. Valid options are {','.join(KINDS)}")
    kept = {name: value for name, value in now.items() if name != "ipAddressType" or one.value != "PRIVATE"}
    return endpoint({**kept, "types": [one.value]})


def delete(store: Store, domains: second.Store, api: RestApi) -> None:
    leading = [name for name, all_ in domains.mappings.items() if any(one["apiId"] == api.id for one in all_.values())]
    if leading:
        raise bad(f"Deleting RestApi {api.id} failed. Please remove all base path mappings related to the RestApi in your domains: {', '.join(leading)}")
    for plan in store.plans.values():
        plan["apiStages"] = [one for one in plan["apiStages"] if one["apiId"] != api.id]
    del store.apis[api.id]
