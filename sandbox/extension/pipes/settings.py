"""A pipe reads back with the defaults of its source, and is updated as AWS does it.

An update leaves what it does not name, but each object of a service's parameters takes the place of the one that was there,
and what a source was told at birth stays. An empty text, or filters that are none, takes away. Plain moto has no UpdatePipe,
and tells no default.
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.responses import ActionResult
from moto.pipes.models import EventBridgePipesBackend, Pipe
from moto.pipes.responses import EventBridgePipesResponse

from patching import Sandbox, adds, replaces
from pipes.checks import refuse
from pipes.parameters import AT_BIRTH, DEFAULTS, target_parameters, with_defaults
from pipes.states import begin, settled

EMPTY: tuple[Any, ...] = ("", {}, {"Filters": []})
TEXTS = {"Description": "description", "Enrichment": "enrichment", "KmsKeyIdentifier": "kms_key_identifier"}


def apply(sandbox: Sandbox) -> None:
    @replaces(EventBridgePipesBackend, "create_pipe")
    def create_pipe(original: Any, self: Any, **given: Any) -> Pipe:
        pipe = original(self, **given)
        pipe.source_parameters = with_defaults(pipe.source, present(pipe.source_parameters)) or None
        pipe.enrichment_parameters = present(pipe.enrichment_parameters) or None
        pipe.target_parameters = present(pipe.target_parameters) or None
        return pipe

    @adds(EventBridgePipesResponse, "update_pipe")
    def update_pipe(self: Any) -> ActionResult:
        name = self.uri.split("?")[0].split("/")[-1]
        pipe = settled(self.pipes_backend, name)
        given = json.loads(self.body)
        after = updated(pipe, given)
        refuse(pipe.source, **after)
        for key, value in after.items():
            setattr(pipe, key, value)
        pipe.desired_state = given.get("DesiredState", pipe.desired_state)
        begin(pipe, "UPDATING")
        times = {"CreationTime": pipe.creation_time, "LastModifiedTime": pipe.last_modified_time}
        states = {"DesiredState": pipe.desired_state, "CurrentState": pipe.current_state}
        return ActionResult({"Arn": pipe.arn, "Name": pipe.name, **states, **times})


def updated(pipe: Pipe, given: dict[str, Any]) -> dict[str, Any]:
    """Fields of the pipe as they are to be."""
    texts = {field: given.get(name, getattr(pipe, field)) or None for name, field in TEXTS.items()}
    target = given.get("Target", pipe.target)
    before = dict(pipe.target_parameters or {})
    if target_parameters(target) != target_parameters(pipe.target):
        before.pop(target_parameters(pipe.target) or "", None)
    source = merged(pipe.source_parameters, given.get("SourceParameters"))
    return texts | {
        "target": target,
        "role_arn": given["RoleArn"],
        "log_configuration": given.get("LogConfiguration", pipe.log_configuration),
        "source_parameters": with_defaults(pipe.source, source) or None,
        "enrichment_parameters": merged(pipe.enrichment_parameters, given.get("EnrichmentParameters")) or None,
        "target_parameters": merged(before, given.get("TargetParameters")) or None,
    }


def merged(was: dict[str, Any] | None, given: dict[str, Any] | None) -> dict[str, Any]:
    now = dict(was or {})
    for name, one in (given or {}).items():
        kept = {key: value for key, value in (now.get(name) or {}).items() if key in AT_BIRTH} if name in DEFAULTS else {}
        now[name] = {**one, **kept} if name in DEFAULTS else one
    return present(now)


def present(parameters: dict[str, Any] | None) -> dict[str, Any]:
    return {name: one for name, one in (parameters or {}).items() if one not in EMPTY}
