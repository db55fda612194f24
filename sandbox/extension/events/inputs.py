"""What a target is handed: the event, a part of it, a text that is always the same, or one made from a template.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html. Plain moto fills templates
without regard to quotes, and knows neither Input nor InputPath.
"""

from __future__ import annotations

import json
import re
from typing import Any

from jsonpath_ng import parse

from delivery.envelope import compact
from delivery.failure import Undelivered

PLACEHOLDER = re.compile(r"<([\w./-]+)>")
PREDEFINED = (
    "aws.events.rule-arn",
    "aws.events.rule-name",
    "aws.events.event.ingestion-time",
    "aws.events.event",
    "aws.events.event.json",
)


class Nothing:
    """What a path leads to that is not there: nothing at all, not null."""


def payload(target: dict[str, Any], event: dict[str, Any], predefined: dict[str, Any]) -> str:
    """`predefined` has a value for each of PREDEFINED.

    Raises Undelivered: the filled template is no JSON.
    """
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        found = at_path(target["InputPath"], event)
        return "null" if found is Nothing else compact(found)
    transformer = target.get("InputTransformer")
    if not transformer:
        return compact(event)
    paths = transformer.get("InputPathsMap") or {}
    values = predefined | {name: at_path(path, event) for name, path in paths.items()}
    return filled(transformer["InputTemplate"], values)


def at_path(path: str, event: dict[str, Any]) -> Any:
    found = [match.value for match in parse(path).find(event)]
    if "*" in path:
        return found or Nothing
    return found[0] if found else Nothing


def filled(template: str, values: dict[str, Any]) -> str:
    """A template that begins with a quote is a text, of which each line is one; any other is JSON."""
    as_text = template.lstrip().startswith('"')
    made, place, quoted = "", 0, False
    while place < len(template):
        found = PLACEHOLDER.match(template, place)
        if found and found[1] in values:
            made += in_text(values[found[1]]) if as_text else in_json(values[found[1]], quoted)
            place = found.end()
            continue
        step = 2 if template[place] == "\\" else 1
        quoted = quoted is not (template[place] == '"')
        made += template[place : place + step]
        place += step
    return made if as_text else proven(made)


def in_text(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value)[1:-1]
    return "" if value is Nothing else compact(value).replace('"', "")


def in_json(value: Any, quoted: bool) -> str:
    if value is Nothing:
        return "" if quoted else '""'
    if quoted and isinstance(value, str):
        return json.dumps(value)[1:-1]
    return compact(value)


def proven(made: str) -> str:
    try:
        json.loads(made)
    except ValueError as error:
        raise Undelivered("INVALID_JSON", f"the filled InputTemplate is no JSON: {error}") from error
    return made


def without_detail(event: dict[str, Any]) -> dict[str, Any]:
    """What `<aws.events.event>` stands for. It names the detail type otherwise than the event does."""
    left = {name: value for name, value in event.items() if name not in ("detail", "detail-type")}
    return {**left, "detailType": event["detail-type"]}
