"""Which route of an HTTP API a request takes: the most exact one.

A path without variables comes before one with them, a single variable before a greedy one, a method before ANY, and
`$default` last. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from apigatewayv2.store import Fields


def route_for(routes: list[Fields], method: str, path: str) -> tuple[Fields, dict[str, str]] | None:
    """The route, with what the variables of its path stand for."""
    fitting = []
    for route in routes:
        wanted, _, pattern = route["routeKey"].partition(" ")
        if route["routeKey"] == "$default":
            fitting.append(((3, 0, 0), route, {}))
            continue
        fits = pattern_of(pattern).fullmatch(path)
        if fits is None or wanted not in ("ANY", method):
            continue
        greedy = "+}" in pattern
        exactness = 0 if "{" not in pattern else 2 if greedy else 1
        values = {name: unquote(value) for name, value in fits.groupdict().items()}
        fitting.append(((exactness, -len(pattern), wanted == "ANY"), route, values))
    if not fitting:
        return None
    _, route, values = min(fitting, key=lambda one: one[0])
    return route, values


def pattern_of(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[A-Za-z0-9._-]+\+?\})", pattern)
    return re.compile("".join(segment(part) for part in parts))


def segment(part: str) -> str:
    if not part.startswith("{"):
        return re.escape(part)
    name = part.strip("{}+")
    return f"(?P<{name}>{'.+' if part.endswith('+}') else '[^/]+'})"
