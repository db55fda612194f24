"""Usage plans: which stages keys let in, and how often. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlan.html"""

from __future__ import annotations

import re

from apigateway.pages import page
from apigateway.patches import Patch, broken, patches_of, put, whole
from apigateway.refusals import absent
from apigateway.store import Store, told, told_whole
from apigatewayv2.refusals import bad, conflict
from apigatewayv2.store import Fields, drawn

NUMBERS = {"rateLimit": broken, "burstLimit": whole}
QUOTA = {"limit": whole, "offset": whole, "period": str}
THROTTLE = re.compile(r"/apiStages/(?P<stage>[^/]+)/throttle(/(?P<method>.+))?")


def create(store: Store, body: Fields) -> Fields:
    if not body.get("name"):
        raise bad("Usage Plan name cannot be blank")
    plan = {
        **{key: value for key, value in body.items() if value not in (None, "", {})},
        "id": drawn(6),
        "apiStages": [check(store, one["apiId"], one["stage"], "null") | one for one in body.get("apiStages") or []],
        "tags": body.get("tags") or {},
        "keys": [],
    }
    if "throttle" in plan:
        plan["throttle"] = {"burstLimit": 0, "rateLimit": 0.0, **plan["throttle"]}
    if "quota" in plan:
        plan["quota"] = quota({"offset": 0, **plan["quota"]})
    store.plans[plan["id"]] = plan
    return told(plan, "keys")


def quota(asked: Fields) -> Fields:
    if asked.get("period") not in ("DAY", "WEEK", "MONTH"):
        raise bad("Usage Plan quota period must be one of DAY, WEEK, MONTH")
    if int(asked.get("limit", 0)) < 1:
        raise bad("Usage Plan quota limit must be greater than 0")
    return asked


def check(store: Store, api: str, stage: str, plan: str) -> Fields:
    found = store.apis.get(api)
    if found is None or stage not in found.stages:
        raise absent(f"Invalid API Stage {{api: {api}, stage: {stage}}} specified for usageplan {plan}")
    return {"apiId": api, "stage": stage}


def plan_of(store: Store, plan: str) -> Fields:
    found = store.plans.get(plan)
    if found is None:
        raise absent("Invalid Usage Plan ID specified")
    return found


def read(store: Store, plan: str) -> Fields:
    return told_whole(plan_of(store, plan), "keys")


def listing(store: Store, asked: dict[str, str]) -> Fields:
    key = asked.get("keyId")
    fitting = [one for one in store.plans.values() if key is None or key in one["keys"]]
    return page([told(one, "keys") for one in fitting], asked)


def update(store: Store, plan: str, body: Fields) -> Fields:
    after = {**plan_of(store, plan)}
    after["apiStages"] = [dict(one) for one in after["apiStages"]]
    for one in patches_of(body):
        patch(store, after, one)
    store.plans[plan] = after
    return told_whole(after, "keys")


def patch(store: Store, plan: Fields, one: Patch) -> None:
    head, *rest = one.segments or [""]
    limits = {"throttle": NUMBERS, "quota": QUOTA}
    throttled = THROTTLE.fullmatch(one.path)
    if one.path in ("/name", "/description", "/productCode") and one.op in ("replace", "add"):
        put(plan, head, one.value)
    elif one.op == "remove" and one.path in ("/throttle", "/quota", "/productCode", "/description"):
        plan.pop(head, None)
    elif head in limits and len(rest) == 1 and rest[0] in limits[head] and one.op in ("replace", "add"):
        plan[head] = {**({"offset": 0} if head == "quota" else {}), **(plan.get(head) or {}), rest[0]: limits[head][rest[0]](one.value)}
    elif one.path == "/apiStages" and one.op in ("add", "remove"):
        stages(store, plan, one)
    elif throttled is not None:
        throttle(plan, throttled["stage"], throttled["method"], one)
    else:
        raise bad(
            f"Invalid patch path  '{one.path}' specified for op '{one.op}'. Must be one of: [/apiStages, /quota, /throttle, /productCode, "
            "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, /apiStages/<apidId:stageName>/throttle]"
        )


def stages(store: Store, plan: Fields, one: Patch) -> None:
    api, colon, stage = one.value.partition(":")
    if not colon or not api or not stage:
        raise bad("Invalid API Stage specified")
    among = [each for each in plan["apiStages"] if (each["apiId"], each["stage"]) == (api, stage)]
    if one.op == "remove":
        if not among:
            check(store, api, stage, plan["id"])
        plan["apiStages"] = [each for each in plan["apiStages"] if each not in among]
    else:
        checked = check(store, api, stage, plan["id"])
        if not among:
            plan["apiStages"].append(checked)


def throttle(plan: Fields, where: str, method: str | None, one: Patch) -> None:
    """`/apiStages/a1b2c3:prod/throttle//orders/GET/rateLimit`; slashes of a path may be escaped."""
    found = next((each for each in plan["apiStages"] if f"{each['apiId']}:{each['stage']}" == where), None)
    if found is None:
        raise bad("Invalid API Stage specified")
    limits = dict(found.get("throttle") or {})
    if one.op == "remove":
        limits = {} if method is None else {key: value for key, value in limits.items() if key != method.replace("~1", "/")}
    else:
        key, _, limit = (method or "").replace("~1", "/").rpartition("/")
        if limit not in NUMBERS:
            raise bad(f"Invalid patch path  '{one.path}' specified for op '{one.op}'")
        limits[key] = {**limits.get(key, {}), limit: NUMBERS[limit](one.value)}
    found["throttle"] = limits
    if not limits:
        del found["throttle"]


def delete(store: Store, plan: str) -> None:
    stages_left = [f"{one['apiId']}:{one['stage']}" for one in plan_of(store, plan)["apiStages"]]
    if stages_left:
        raise bad(f"Cannot delete Usage Plan {plan} because there are API Stages associated with it, including {stages_left[0]}")
    del store.plans[plan]


def create_key(store: Store, plan: str, body: Fields) -> Fields:
    found, key = plan_of(store, plan), body["keyId"]
    if body["keyType"] != "API_KEY":
        raise bad("Invalid key type specified. Must be API_KEY")
    if key not in store.keys:
        raise absent("Invalid API Key identifier specified")
    if key in found["keys"]:
        raise conflict("Usage plan already has this key")
    for other in store.plans.values():
        shared = [one for one in other["apiStages"] if any((one["apiId"], one["stage"]) == (own["apiId"], own["stage"]) for own in found["apiStages"])]
        if key in other["keys"] and shared:
            raise conflict(f"API Key {key} is already in usage plan {other['id']} of the same API stage")
    found["keys"] = [*found["keys"], key]
    return told_key(store, key)


def told_key(store: Store, key: str) -> Fields:
    one = store.keys[key]
    return {"id": key, "type": "API_KEY", "value": one["value"], **({"name": one["name"]} if "name" in one else {})}


def key_of(store: Store, plan: str, key: str) -> Fields:
    if key not in plan_of(store, plan)["keys"]:
        raise absent("Invalid Usage Plan Key specified")
    return told_key(store, key)


def keys(store: Store, plan: str, asked: dict[str, str]) -> Fields:
    """None, where the plan is not there."""
    found = (store.plans.get(plan) or {"keys": []})["keys"]
    begins = asked.get("name", "")
    return page([told_key(store, one) for one in found if store.keys[one].get("name", "").startswith(begins)], asked)


def delete_key(store: Store, plan: str, key: str) -> None:
    key_of(store, plan, key)
    store.plans[plan]["keys"] = [one for one in store.plans[plan]["keys"] if one != key]
