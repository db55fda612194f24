"""What an update makes of what is there: it leaves alone what it is not told, and of a map each key.

The empty text takes a value of a map away, and an empty map what stands below a key: so the AWS provider of Terraform
removes parameters and variables.
"""

from __future__ import annotations

from apigatewayv2.store import Fields

MAPS = frozenset(
    (
        "requestParameters",
        "requestTemplates",
        "responseParameters",
        "responseTemplates",
        "requestModels",
        "responseModels",
        "routeSettings",
        "stageVariables",
    )
)
WHOLE = frozenset(("stageVariables", "routeSettings"))
"""Maps that are told also where they are empty."""


def changed(now: Fields, told: Fields) -> Fields:
    after = dict(now)
    for name, value in told.items():
        wanted = keys_of(after.get(name) or {}, value) if name in MAPS and isinstance(value, dict) else value
        if wanted == "" or (wanted == {} and name not in WHOLE):
            after.pop(name, None)
        else:
            after[name] = wanted
    return after


def keys_of(now: Fields, told: Fields) -> Fields:
    after = dict(now)
    for key, value in told.items():
        if value == "" or (isinstance(value, dict) and all(one == "" for one in value.values())):
            after.pop(key, None)
        else:
            after[key] = value
    return after
