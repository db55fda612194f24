"""Where a custom domain name leads: the API mapping with the longest key that the path begins with.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
"""

from __future__ import annotations

from dataclasses import replace

from apigatewayv2 import store
from apigatewayv2.store import Fields
from functionurls.event import Request


def mapped(account: str, host: str, path: str) -> tuple[str, Fields] | None:
    for (owner, region), kept in list(store.stores().items()):
        if owner != account or host not in kept.domains:
            continue
        fitting = [one for one in kept.mappings[host].values() if begins(path, one.get("apiMappingKey", ""))]
        if fitting:
            return region, max(fitting, key=lambda one: len(one.get("apiMappingKey", "")))
    return None


def begins(path: str, key: str) -> bool:
    return key == "" or path == f"/{key}" or path.startswith(f"/{key}/")


def below(request: Request, key: str) -> Request:
    return request if key == "" else replace(request, path=request.path[len(key) + 1 :] or "/")
