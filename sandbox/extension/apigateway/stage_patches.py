"""What an update makes of a stage. https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch"""

from __future__ import annotations

import copy

from apigateway.patches import Patch, Read, broken, put, unescaped, whole, yes
from apigateway.store import RestApi
from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields

METHOD: Fields = {
    "cacheDataEncrypted": False,
    "cacheTtlInSeconds": 300,
    "cachingEnabled": True,
    "dataTraceEnabled": False,
    "metricsEnabled": False,
    "requireAuthorizationForCacheControl": True,
    "throttlingBurstLimit": 5000,
    "throttlingRateLimit": 10000.0,
    "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
}
"""What a method's settings have as soon as one of them is set."""
AT: dict[str, tuple[str, Read]] = {
    "metrics/enabled": ("metricsEnabled", yes),
    "logging/dataTrace": ("dataTraceEnabled", yes),
    "logging/loglevel": ("loggingLevel", str),
    "throttling/burstLimit": ("throttlingBurstLimit", whole),
    "throttling/rateLimit": ("throttlingRateLimit", broken),
    "caching/ttlInSeconds": ("cacheTtlInSeconds", whole),
    "caching/enabled": ("cachingEnabled", yes),
    "caching/dataEncrypted": ("cacheDataEncrypted", yes),
    "caching/requireAuthorizationForCacheControl": ("requireAuthorizationForCacheControl", yes),
    "caching/unauthorizedCacheControlHeaderStrategy": ("unauthorizedCacheControlHeaderStrategy", str),
}
PLAIN: dict[str, Read] = {
    "/deploymentId": str,
    "/description": str,
    "/cacheClusterEnabled": yes,
    "/cacheClusterSize": str,
    "/clientCertificateId": str,
    "/documentationVersion": str,
    "/tracingEnabled": yes,
}
CANARY: dict[str, Read] = {"deploymentId": str, "percentTraffic": broken, "useStageCache": yes}
LOGS = ("/accessLogSettings/destinationArn", "/accessLogSettings/format")
NO_ROLE = "CloudWatch Logs role ARN must be set in account settings to enable logging"


def wrong(path: str) -> Exception:
    each = "".join(f"/{{resourcePath}}/{{httpMethod}}/{at}, " for at in AT)
    every = "".join(f"/*/*/{at}, " for at in AT)
    plain = "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, "
    return bad(f"Invalid method setting path: {path}. Must be one of: [{plain}{', '.join(LOGS)}, {each}{every}/variables/{{variable_name}}, /tracingEnabled]")


def not_set(path: str) -> Exception:
    return bad(f"Cannot remove method setting {path[1:]} because there is no method setting for this method ")


def patched(api: RestApi, now: Fields, patches: list[Patch], log_role: str) -> Fields:
    after = copy.deepcopy(now)
    for one in patches:
        head = one.path.split("/")[1] if "/" in one.path else ""
        if one.op == "copy":
            promote(after, one)
        elif one.path in PLAIN and one.op == "replace":
            plain(api, after, one)
        elif head == "variables" and len(one.segments) == 2:
            variable(after, "variables", one)
        elif head == "accessLogSettings":
            logged(after, one, log_role)
        elif head == "canarySettings":
            canary(api, after, one)
        else:
            method(after, one, log_role)
    return after


def plain(api: RestApi, after: Fields, one: Patch) -> None:
    if one.path == "/deploymentId" and one.value not in api.deployments:
        raise bad("Deployment id does not exist")
    if one.path == "/documentationVersion" and one.value and one.value not in api.versions:
        raise bad("Invalid Documentation version specified")
    put(after, one.path[1:], PLAIN[one.path](one.value))


def variable(within: Fields, name: str, one: Patch) -> None:
    kept = dict(within.get(name) or {})
    if one.op == "remove":
        kept.pop(one.segments[-1], None)
    else:
        kept[one.segments[-1]] = one.value
    within[name] = kept
    if not kept:
        del within[name]


def logged(after: Fields, one: Patch, log_role: str) -> None:
    if one.path == "/accessLogSettings" and one.op == "remove":
        after.pop("accessLogSettings", None)
        return
    if one.op == "remove":
        raise not_set(one.path)
    if one.path not in LOGS:
        raise bad(f"Invalid accessLogSettings path. Must be one of : [{', '.join(LOGS)}]")
    if one.value == "":
        raise bad("Access Log value must not be empty")
    # To Firehose it writes by a role of AWS's own.
    to = one.value if one.path == LOGS[0] else (after.get("accessLogSettings") or {}).get("destinationArn", "")
    if log_role == "" and ":firehose:" not in to:
        raise bad(NO_ROLE)
    name, value = one.segments[1], one.value.removesuffix(":*")
    after["accessLogSettings"] = {**(after.get("accessLogSettings") or {}), name: value}


def canary(api: RestApi, after: Fields, one: Patch) -> None:
    if one.op == "remove":
        if one.path != "/canarySettings":
            raise not_set(one.path)
        after.pop("canarySettings", None)
        return
    _, *rest = one.segments
    if one.op == "add" and rest[:1] == ["deploymentId"]:
        raise bad(f"Invalid add operation with path: {one.path}")
    known = len(rest) == 1 and rest[0] in CANARY
    if not known and not (len(rest) == 2 and rest[0] == "stageVariableOverrides"):
        raise wrong(one.path)
    if rest[0] == "deploymentId" and one.value not in api.deployments:
        raise bad("Deployment id does not exist")
    settings = after.setdefault("canarySettings", {"deploymentId": after["deploymentId"], "percentTraffic": 0.0, "useStageCache": False})
    if known:
        settings[rest[0]] = CANARY[rest[0]](one.value)
    else:
        variable(settings, "stageVariableOverrides", one)


def promote(after: Fields, one: Patch) -> None:
    """A canary becomes what the stage serves."""
    paths, sources = ("/deploymentId", "/variables"), ("/canarySettings/deploymentId", "/canarySettings/stageVariableOverrides")
    if (one.path, one.source) not in zip(paths, sources, strict=True):
        raise bad(
            f"Invalid copy operation with path: {one.path} and from {one.source}. Valid copy:path are [{', '.join(paths)}] "
            f"and valid copy:from are [{', '.join(sources)}]"
        )
    settings = after.get("canarySettings")
    if settings is None:
        raise bad("Promotion not available. Canary does not exist.")
    if one.path == "/deploymentId":
        after["deploymentId"] = settings["deploymentId"]
    else:
        merged = {**(after.get("variables") or {}), **(settings.get("stageVariableOverrides") or {})}
        if merged:
            after["variables"] = merged


def method(after: Fields, one: Patch, log_role: str) -> None:
    """Keys of methods are told as a path has them."""
    parts = one.path[1:].split("/")
    if one.op == "remove":
        if one.path[1:] not in after["methodSettings"]:
            raise not_set(one.path)
        del after["methodSettings"][one.path[1:]]
        return
    key, at = "/".join(parts[:-2]), "/".join(parts[-2:])
    if len(parts) != 4 or at not in AT or one.op not in ("add", "replace"):
        raise wrong(unescaped(one.path))
    name, read = AT[at]
    value = read(one.value)
    if log_role == "" and ((name == "loggingLevel" and value != "OFF") or (name == "dataTraceEnabled" and value)):
        raise bad(NO_ROLE)
    after["methodSettings"][key] = {**METHOD, **after["methodSettings"].get(key, {}), name: value}
