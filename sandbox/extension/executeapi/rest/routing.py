"""Which resource and method of a REST API a request takes: what is written out comes before a variable, and that before a greedy one."""

from __future__ import annotations

from urllib.parse import unquote

from apigatewayv2.store import Fields


def route_for(resources: list[Fields], method: str, path: str) -> tuple[Fields, Fields, dict[str, str]] | None:
    """The resource, its method, and what the variables of its path stand for."""
    asked = [unquote(one) for one in path.strip("/").split("/")] if path.strip("/") else []
    fitting = []
    for resource in resources:
        verb = method if method in resource["methods"] else "ANY"
        found = fit(resource["path"].strip("/").split("/") if resource["path"] != "/" else [], asked)
        if found is not None and verb in resource["methods"]:
            fitting.append((found[0], resource, resource["methods"][verb], found[1]))
    if not fitting:
        return None
    _, resource, found_method, values = min(fitting, key=lambda one: one[0])
    return resource, found_method, values


def fit(pattern: list[str], asked: list[str]) -> tuple[list[int], dict[str, str]] | None:
    """How exact each segment is, 0 the most."""
    ranks: list[int] = []
    values: dict[str, str] = {}
    for at, segment in enumerate(pattern):
        if at >= len(asked):
            return None
        if segment.endswith("+}"):
            return [*ranks, 2], {**values, segment[1:-2]: "/".join(asked[at:])}
        if segment.startswith("{"):
            values[segment[1:-1]] = asked[at]
        elif segment != asked[at]:
            return None
        ranks.append(int(segment.startswith("{")))
    return (ranks, values) if len(pattern) == len(asked) else None
