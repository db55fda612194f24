"""What AWS refuses when a pipe is made or changed: a name that is taken, a filter that is none, parameters that are not its.

Plain moto takes all of it, and overwrites a pipe of the same name. AWS tells the fields in a JSON text; what it says of each
is in words of ours where no answer of it is known.
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.pipes.exceptions import ConflictException, ValidationException
from moto.pipes.models import EventBridgePipesBackend, Pipe

from events.pattern_checks import checked
from patching import Sandbox, replaces
from pipes.parameters import DEFAULTS, NEEDED, OF_SOURCES, source_kind, target_parameters

ENRICHING = ("lambda", "states", "execute-api", "events")
OF_TARGET_ALONE = ("InputTemplate",)
FIRE = "FIRE_AND_FORGET"


def apply(sandbox: Sandbox) -> None:
    @replaces(EventBridgePipesBackend, "create_pipe")
    def create_pipe(original: Any, self: Any, **given: Any) -> Pipe:
        if given["name"] in self.pipes:
            raise ConflictException(f"Pipe {given['name']} already exists.", given["name"], "pipe")
        refuse(given["source"], **{key: value for key, value in given.items() if key in CHECKED})
        return original(self, **given)


CHECKED = ("source_parameters", "enrichment", "target", "target_parameters")


def refuse(
    source: str,
    target: str,
    source_parameters: dict[str, Any] | None,
    target_parameters: dict[str, Any] | None,
    enrichment: str | None,
    **_: Any,
) -> None:
    refuse_source(source, source_parameters or {})
    refuse_target(target, target_parameters or {})
    service = enrichment.split(":")[2] if enrichment else None
    if service is not None and service not in ENRICHING:
        raise invalid("Enrichment", f"{service} enriches nothing")
    if enrichment and service == "states" and is_standard(enrichment):
        raise invalid("Enrichment", "only a state machine of type EXPRESS enriches")


def refuse_source(source: str, given: dict[str, Any]) -> None:
    kind = source_kind(source)
    own = OF_SOURCES.get(kind)
    if own is None:
        raise invalid("Source", f"{kind} is no source of pipes")
    for name in given:
        if name in DEFAULTS and name not in own:
            raise invalid(name, "Invalid source parameters for the source")
    if kind != "sqs" and not any(name in given for name in own):
        raise invalid(own[0], "Required for the source")
    for each in (given.get("FilterCriteria") or {}).get("Filters") or []:
        try:
            checked(each.get("Pattern") or "{}")
        except JsonRESTError:
            raise invalid("FilterCriteria", "Invalid filter pattern") from None


def refuse_target(target: str, given: dict[str, Any]) -> None:
    own = target_parameters(target)
    for name in given:
        if name != own and name not in OF_TARGET_ALONE:
            raise invalid(name, "Invalid target parameters for the target")
    if own in NEEDED and own not in given:
        raise invalid(own or "", "Required for the target")
    machine = given.get("StepFunctionStateMachineParameters") or {}
    if target.split(":")[2] == "states" and machine.get("InvocationType") != FIRE and is_standard(target):
        raise invalid("InvocationType", f"a state machine of type STANDARD takes {FIRE} alone")


def is_standard(arn: str) -> bool:
    # Imported before the extension of Step Functions is laid over it, the interpreter would call past the gateway.
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    _, _, _, region, account, *rest = arn.split(":")
    machines = stepfunctions_parser_backends[account][region].state_machines
    own = ":".join(arn.split(":")[:7])
    return any(str(getattr(one.type, "value", one.type)) == "STANDARD" for one in machines if one.arn == own)


def invalid(name: str, message: str) -> Exception:
    return ValidationException(json.dumps({"ValidationErrorFields": [{"Name": name, "Message": message}]}))
