"""API keys, whose values let their holders in. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html"""

from __future__ import annotations

import csv
import io
import time

from apigateway.pages import page
from apigateway.patches import listed, patches_of, yes
from apigateway.plans import create_key
from apigateway.refusals import absent
from apigateway.store import Store, told, told_whole
from apigatewayv2.refusals import bad, conflict
from apigatewayv2.store import Fields, drawn

PATHS = {"/description": str, "/enabled": yes, "/name": str, "/customerId": str}
MOST_LETTERS = 1024


def create(store: Store, body: Fields) -> Fields:
    value = body.get("value") or drawn(40)
    if len(value) < 20:
        raise bad("API Key value should be at least 20 characters")
    if len(value) > 128:
        raise bad("API Key value exceeds maximum size of 128 characters")
    if len(body.get("name") or "") > MOST_LETTERS:
        raise bad(f"Invalid API Key name, can be at most {MOST_LETTERS} characters.")
    refuse_long(body.get("description"))
    if any(one["value"] == value for one in store.keys.values()):
        raise conflict("API Key already exists")
    own = {name: body[name] for name in ("name", "description", "customerId") if body.get(name)}
    now = int(time.time())
    key = {
        **{"id": drawn(10), "value": value, "enabled": bool(body.get("enabled")), "stageKeys": []},
        **{"createdDate": now, "lastUpdatedDate": now, "tags": body.get("tags") or {}, **own},
    }
    store.keys[key["id"]] = key
    return told(key)


def refuse_long(description: str | None) -> None:
    if description is not None and len(description) > 125_000:
        raise bad("Invalid API Key description specified.")


def key_of(store: Store, key: str) -> Fields:
    found = store.keys.get(key)
    if found is None:
        raise absent("Invalid API Key identifier specified")
    return found


def read(store: Store, key: str, asked: dict[str, str]) -> Fields:
    return told_whole(key_of(store, key), *([] if yes(asked.get("includeValue", "")) else ["value"]))


def listing(store: Store, asked: dict[str, str]) -> Fields:
    begins, customer = asked.get("name", ""), asked.get("customerId")
    hidden = [] if yes(asked.get("includeValues", "")) else ["value"]
    fitting = [
        one
        for one in reversed(store.keys.values())
        if one.get("name", "").startswith(begins) and customer in (None, one.get("customerId"))
    ]
    return page([told(one, *hidden) for one in fitting], asked)


def update(store: Store, key: str, body: Fields) -> Fields:
    patches = patches_of(body)
    refuse_long(next((one.value for one in patches if one.path == "/description"), None))
    after = listed(key_of(store, key), patches, PATHS, ", ".join(PATHS))
    store.keys[key] = {**after, "lastUpdatedDate": int(time.time())}
    return told_whole(store.keys[key], "value")


def delete(store: Store, key: str) -> None:
    key_of(store, key)
    for plan in store.plans.values():
        plan["keys"] = [one for one in plan["keys"] if one != key]
    del store.keys[key]


def imported(store: Store, text: str) -> Fields:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html"""
    ids = []
    for row in csv.DictReader(io.StringIO(text)):
        by = {(name or "").strip().lower(): (value or "").strip() for name, value in row.items()}
        made = create(store, {"name": by.get("name"), "value": by.get("key"), "description": by.get("description"), "enabled": yes(by.get("enabled", ""))})
        for plan in filter(None, (each.strip() for each in by.get("usageplanids", "").split(","))):
            create_key(store, plan, {"keyId": made["id"], "keyType": "API_KEY"})
        ids.append(made["id"])
    return {"ids": ids, "warnings": []}
