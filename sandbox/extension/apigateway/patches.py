"""Patch operations, as updates of API Gateway take them: what may be set, and by which operation, differs from part to part.

https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields


@dataclass(frozen=True)
class Patch:
    op: str
    path: str
    value: str
    source: str
    """Of a copy."""

    @property
    def segments(self) -> list[str]:
        return [unescaped(one) for one in self.path.split("/")[1:]]


def patches_of(body: Fields) -> list[Patch]:
    return [
        Patch(one.get("op", ""), one.get("path") or "", one.get("value") or "", one.get("from") or "")
        for one in body.get("patchOperations") or []
    ]


def unescaped(segment: str) -> str:
    """By RFC 6901."""
    return segment.replace("~1", "/").replace("~0", "~")


def yes(text: str) -> bool:
    return text.lower() == "true"


def whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise bad(f"Invalid value specified: {text}") from None


def broken(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise bad(f"Invalid value specified: {text}") from None


Read = Callable[[str], Any]


def listed(fields: Fields, patches: list[Patch], allowed: dict[str, Read], order: str) -> Fields:
    """Of a part that says all the paths that it takes. `order`: as AWS lists them."""
    after = dict(fields)
    for one in patches:
        if one.op != "replace":
            raise bad(f"Invalid patch path  '{one.path}' specified for op '{one.op}'. Please choose supported operations")
        if one.path not in allowed:
            raise bad(f"Invalid patch path  '{one.path}' specified for op '{one.op}'. Must be one of: [{order}]")
        put(after, one.path[1:], allowed[one.path](one.value))
    return after


def replaced(fields: Fields, one: Patch, allowed: dict[str, Read]) -> bool:
    """Whether the patch is of one of the members that are set as a whole."""
    if one.path[1:] not in allowed:
        return False
    if one.op != "replace":
        raise bad("Invalid patch operation specified. Must be one of: [replace]")
    put(fields, one.path[1:], allowed[one.path[1:]](one.value))
    return True


def put(fields: Fields, name: str, value: Any) -> None:
    """The empty text takes a member away."""
    if value == "":
        fields.pop(name, None)
    else:
        fields[name] = value


def entry(fields: Fields, name: str, one: Patch, read: Read, unknown: Exception) -> bool:
    """Whether the patch is of a key of a map."""
    head, *rest = one.segments
    if head != name or len(rest) != 1:
        return False
    entries = dict(fields.get(name) or {})
    (key,) = rest
    if one.op == "remove":
        if key not in entries:
            raise unknown
        del entries[key]
    elif one.op == "replace" and key not in entries:
        raise unknown
    else:
        entries[key] = read(one.value)
    fields[name] = entries
    if not entries:
        del fields[name]
    return True


def member(values: list[str], one: Patch, value: str) -> list[str]:
    left = [each for each in values if each != value]
    return left if one.op == "remove" else [*left, value]
