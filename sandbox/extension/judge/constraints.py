"""What a value breaks of its shape, in AWS's words.

https://smithy.io/2.0/spec/constraint-traits.html names the constraints; the words are those of AWS's answers.
"""

from __future__ import annotations

import base64
import binascii
import functools
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from judge.exceptions import PATTERNS_NOT_KEPT

NOT_NULL = "Member must not be null"
JAVA_CLASSES = (("\\p{L}", "\\w"), ("\\p{N}", "\\d"), ("\\p{Z}", " "), ("\\p{ASCII}", "[\\x00-\\x7f]"))
"""Python knows no classes by name; the nearest is `\\w`."""


@dataclass(frozen=True)
class Fault:
    path: str
    """`Tags.1.member.TagKey`"""
    value: str | None
    """None: it is missing."""
    constraint: str
    kind: str
    """`missing`, `type`, `unknown`, `size`, `pattern` or `enum`."""
    within: Any = None
    """The shape that the member is of."""


@dataclass(frozen=True)
class Rule:
    kind: str
    words: str
    holds: Callable[[Any], bool]


def faults(shape: Any, value: Any, path: str = "", wire: bool = False) -> Iterator[Fault]:
    """`wire`: names and values are those of JSON as it was sent; otherwise they are the model's and Python's."""
    if not right_type(shape, value, wire):
        yield Fault(path, said(value), expected(shape), "type", shape)
        return
    if shape.type_name == "structure":
        yield from in_structure(shape, value, path, wire)
        return
    for rule in rules(shape):
        if not rule.holds(value):
            yield Fault(path, None if shape.type_name == "blob" else said(value), rule.words, rule.kind, shape)
    if shape.type_name == "list":
        yield from in_list(shape, value, path, wire)
    elif shape.type_name == "map":
        yield from in_map(shape, value, path, wire)


def in_structure(shape: Any, value: dict[str, Any], path: str, wire: bool) -> Iterator[Fault]:
    if shape.is_document_type:
        return
    for name in shape.required_members:
        if value.get(written_name(shape.members[name], name, wire)) is None:
            yield Fault(joined(path, name), None, NOT_NULL, "missing", shape)
    modelled = by_written_name(shape, wire)
    for written, each in value.items():
        if written not in modelled:
            if written != "__type":
                yield Fault(joined(path, written), said(each), "AWS's model has no such member", "unknown", shape)
        elif each is not None:
            name, member = modelled[written]
            if is_sound_scalar(member, each, wire):
                continue
            yield from faults(member, each, joined(path, name), wire)


def is_sound_scalar(shape: Any, value: Any, wire: bool) -> bool:
    """Most members are: seen first, and at once."""
    if shape.type_name in ("structure", "list", "map"):
        return False
    return right_type(shape, value, wire) and all(rule.holds(value) for rule in rules(shape))


@functools.cache
def by_written_name(shape: Any, wire: bool) -> dict[str, tuple[str, Any]]:
    return {written_name(member, name, wire): (name, member) for name, member in shape.members.items()}


def written_name(member: Any, name: str, wire: bool) -> str:
    return member.serialization.get("name", name) if wire else name


def in_list(shape: Any, value: list[Any], path: str, wire: bool) -> Iterator[Fault]:
    if shape.member.type_name in ("structure", "list", "map"):
        for index, each in enumerate(value, 1):
            yield from faults(shape.member, each, f"{path}.{index}.member", wire)
        return
    if any(not right_type(shape.member, each, wire) for each in value):
        yield Fault(path, said(value), expected(shape.member), "type", shape)
        return
    yield from together(shape, shape.member, value, value, path, "Member must satisfy constraint")


def in_map(shape: Any, value: dict[str, Any], path: str, wire: bool) -> Iterator[Fault]:
    yield from together(shape, shape.key, value, value, path, "Map keys must satisfy constraint")
    if shape.value.type_name in ("structure", "list", "map"):
        for key, each in value.items():
            yield from faults(shape.value, each, f"{path}.{key}.member", wire)
        return
    if any(not right_type(shape.value, each, wire) for each in value.values()):
        yield Fault(path, said(value), expected(shape.value), "type", shape)
        return
    yield from together(shape, shape.value, value.values(), value, path, "Map value must satisfy constraint")


def together(shape: Any, part: Any, parts: Iterable[Any], value: Any, path: str, words: str) -> Iterator[Fault]:
    """AWS judges the scalars of a list or a map at once, and lists all they must be."""
    wanted = rules(part)
    broken = next((rule for each in parts for rule in wanted if not rule.holds(each)), None)
    if broken is not None:
        all_words = ", ".join([*(rule.words for rule in wanted), NOT_NULL])
        yield Fault(path, said(value), f"{words}: [{all_words}]", broken.kind, shape)


@functools.cache
def rules(shape: Any) -> tuple[Rule, ...]:
    """In the order in which AWS lists them."""
    told, found = shape.metadata, []
    measured = size_of(shape)
    subject = "value" if shape.type_name in NUMBERS else "length"
    if "max" in told:
        most = told["max"]
        words = f"Member must have {subject} less than or equal to {most}"
        found.append(Rule("size", words, lambda v: measured(v) <= most))
    if "min" in told:
        least = told["min"]
        words = f"Member must have {subject} greater than or equal to {least}"
        found.append(Rule("size", words, lambda v: measured(v) >= least))
    pattern = compiled(told["pattern"]) if "pattern" in told and shape.name not in PATTERNS_NOT_KEPT else None
    if pattern is not None:
        words = f"Member must satisfy regular expression pattern: {told['pattern']}"
        found.append(Rule("pattern", words, lambda v: pattern.fullmatch(v) is not None))
    if "enum" in told:
        allowed = frozenset(told["enum"])
        words = f"Member must satisfy enum value set: [{', '.join(told['enum'])}]"
        found.append(Rule("enum", words, lambda v: v in allowed))
    return tuple(found)


NUMBERS = ("integer", "long", "float", "double")


def size_of(shape: Any) -> Callable[[Any], float]:
    if shape.type_name in NUMBERS:
        return float
    return blob_length if shape.type_name == "blob" else len


def blob_length(value: Any) -> int:
    if isinstance(value, str):
        try:
            return len(base64.b64decode(value))
        except binascii.Error:
            return len(value)
    return len(value)


@functools.cache
def compiled(pattern: str) -> re.Pattern[str] | None:
    """None for what Python cannot say: such a pattern is not judged."""
    for java, python in JAVA_CLASSES:
        pattern = pattern.replace(java, python)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return re.compile(pattern)
        except re.error:
            return None


PYTHON: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "list": (list,),
    "map": (dict,),
    "string": (str,),
    "character": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
}
JAVA = {"structure": "Structure", "list": "List", "map": "Map", "string": "String", "boolean": "Boolean"}


def right_type(shape: Any, value: Any, wire: bool) -> bool:
    if shape.type_name == "structure" and shape.is_document_type:
        return True
    wanted = PYTHON.get(shape.type_name)
    if shape.type_name == "timestamp":
        return isinstance(value, datetime) or not wire or isinstance(value, moment_of(shape))
    if wanted is None:
        return isinstance(value, str | bytes) or not wire
    if bool not in wanted and isinstance(value, bool):
        return False
    return isinstance(value, wanted)


def moment_of(shape: Any) -> tuple[type, ...]:
    """In JSON, seconds since 1970 unless the model says otherwise."""
    return (int, float) if shape.serialization.get("timestampFormat", "unixTimestamp") == "unixTimestamp" else (str,)


def expected(shape: Any) -> str:
    return f"can not be converted to {JAVA.get(shape.type_name, shape.type_name.title())}"


def joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def said(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(said(each) for each in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}={said(each)}' for key, each in value.items())}}}"
    return str(value)
