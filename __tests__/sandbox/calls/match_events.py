"""Whether events match patterns, by moto's matcher, and whether AWS's API models know what a pattern asks for.

In: {"pairs": [[pattern, event], ...], "asked": [[service, prefix of a call's name, member], ...]}.
Out: {"matches": [bool, ...], "unknown": [[service, prefix, member], ...]}.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import botocore.session
from moto.events.models import EventPattern

# What a service's model is called, where events name it otherwise.
MODELS = {"monitoring": "cloudwatch", "states": "stepfunctions"}


def flattened(event: Any) -> Iterator[Any]:
    """Of a list of objects any one may match, as EventBridge says and moto does not know."""
    if isinstance(event, dict):
        for key, value in event.items():
            if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
                for one in value:
                    yield from flattened({**event, key: one})
                return
            if isinstance(value, dict):
                inner = list(flattened(value))
                if inner != [value]:
                    for one in inner:
                        yield from flattened({**event, key: one})
                    return
    yield event


def matches(pattern: dict[str, Any], event: dict[str, Any]) -> bool:
    loaded = EventPattern.load(json.dumps(pattern))
    return any(loaded.matches_event(one) for one in flattened(event))


def is_known(service: str, prefix: str, member: str) -> bool:
    """CloudTrail writes members as the model does, with a small first letter."""
    model = botocore.session.get_session().get_service_model(MODELS.get(service, service))
    for name in model.operation_names:
        shape = model.operation_model(name).input_shape if name.startswith(prefix) else None
        if shape is not None and member in {each[0].lower() + each[1:] for each in shape.members}:
            return True
    return False


asked = json.load(sys.stdin)
print(
    json.dumps(
        {
            "matches": [matches(*pair) for pair in asked["pairs"]],
            "unknown": [each for each in asked["asked"] if not is_known(*each)],
        }
    )
)
