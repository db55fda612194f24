"""What an enrichment or a target is handed: the event, or what a template makes of it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
"""

from __future__ import annotations

import json
import re
from typing import Any

from delivery.envelope import now
from events.inputs import at_path, in_json
from pipes.records import parsed

PLACEHOLDER = re.compile(r"<(\$[\w./\-\[\]*]*|aws\.pipes\.[\w.-]+)>")


def handed(pipe: Any, template: str | None, event: Any) -> Any:
    return event if template is None else filled(template, pipe, event)


def filled(template: str, pipe: Any, event: Any) -> Any:
    """JSON where it is some; free text otherwise."""
    seen, made, place, quoted = parsed(event), "", 0, False
    reserved = reserved_of(pipe, event, seen)
    while place < len(template):
        found = PLACEHOLDER.match(template, place)
        if found:
            value = reserved[found[1]] if found[1] in reserved else at_path(found[1], seen)
            made += in_json(value, quoted)
            place = found.end()
            continue
        step = 2 if template[place] == "\\" else 1
        quoted = quoted is not (template[place] == '"')
        made += template[place : place + step]
        place += step
    try:
        return json.loads(made)
    except ValueError:
        return made


def reserved_of(pipe: Any, event: Any, seen: Any) -> dict[str, Any]:
    return {
        "aws.pipes.pipe-arn": pipe.arn,
        "aws.pipes.pipe-name": pipe.name,
        "aws.pipes.source-arn": pipe.source,
        "aws.pipes.enrichment-arn": pipe.enrichment or "",
        "aws.pipes.target-arn": pipe.target,
        "aws.pipes.event.ingestion-time": now(),
        "aws.pipes.event": event,
        "aws.pipes.event.json": seen,
    }


def dynamic(value: Any, event: Any) -> Any:
    """A parameter of a target may be a path into the event."""
    if not isinstance(value, str) or not value.startswith("$."):
        return value
    found = at_path(value, parsed(event))
    return found if isinstance(found, str) else str(found)
