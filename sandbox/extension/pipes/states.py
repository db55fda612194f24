"""A pipe is being made, changed, started or stopped for a while, and takes no other change meanwhile.

AWS answers at once; what it finds wrong when it then looks at role, source and dead-letter queue makes the pipe
CREATE_FAILED, UPDATE_FAILED or START_FAILED, with the reason. Plain moto's pipes are RUNNING whatever they were told to be,
and gone as soon as they are deleted. Here it takes as long as a function (`ZONEKEEP_SANDBOX_SETTLE_MS`).
"""

from __future__ import annotations

import time
from typing import Any

from moto.core.utils import utcnow
from moto.pipes.exceptions import ConflictException, NotFoundException
from moto.pipes.models import EventBridgePipesBackend, Pipe

from awslambda.settling import SECONDS
from patching import Sandbox, replaces
from pipes.reading import why_not

FAILED = {"CREATING": "CREATE_FAILED", "UPDATING": "UPDATE_FAILED", "STARTING": "START_FAILED"}


def apply(sandbox: Sandbox) -> None:
    Pipe.current_state = property(state_of)

    @replaces(EventBridgePipesBackend, "create_pipe")
    def create_pipe(original: Any, self: Any, **given: Any) -> Pipe:
        left(self)
        pipe = original(self, **given)
        begin(pipe, "CREATING")
        return pipe

    @replaces(EventBridgePipesBackend, "describe_pipe")
    def describe_pipe(original: Any, self: Any, name: str) -> Pipe:
        return found(self, name)

    @replaces(EventBridgePipesBackend, "list_pipes")
    def list_pipes(original: Any, self: Any, **given: Any) -> Any:
        left(self)
        listed, token = original(self, **given)
        # The model has no word for it in lists.
        return [{k: v for k, v in each.items() if v != "DELETED"} for each in listed], token

    @replaces(Pipe, "advance")
    def advance(original: Any, self: Any) -> None:
        """A pipe goes by the clock."""

    @replaces(EventBridgePipesBackend, "start_pipe")
    def start_pipe(original: Any, self: Any, name: str) -> Pipe:
        return turned(settled(self, name), "RUNNING", "STARTING")

    @replaces(EventBridgePipesBackend, "stop_pipe")
    def stop_pipe(original: Any, self: Any, name: str) -> Pipe:
        return turned(settled(self, name), "STOPPED", "STOPPING")

    @replaces(EventBridgePipesBackend, "delete_pipe")
    def delete_pipe(original: Any, self: Any, name: str) -> Pipe:
        pipe = settled(self, name)
        pipe.desired_state = "DELETED"
        begin(pipe, "DELETING")
        return pipe


def found(backend: Any, name: str) -> Pipe:
    pipe = left(backend).get(name)
    if pipe is None:
        raise NotFoundException(f"Pipe {name} does not exist.")
    return pipe


def left(backend: Any) -> dict[str, Pipe]:
    """All pipes but those whose deletion is done."""
    for name, pipe in list(backend.pipes.items()):
        if is_gone(pipe):
            backend.pipes.pop(name, None)
    pipes: dict[str, Pipe] = backend.pipes
    return pipes


def settled(backend: Any, name: str) -> Pipe:
    """A pipe that takes a change."""
    pipe = found(backend, name)
    state = state_of(pipe)
    if state.endswith("ING") and state != "RUNNING":
        raise ConflictException(f"Pipe {name} is {state} and cannot be changed.", name, "pipe")
    return pipe


def turned(pipe: Pipe, desired: str, by: str) -> Pipe:
    if state_of(pipe) == desired:
        return pipe
    pipe.desired_state = desired
    begin(pipe, by)
    return pipe


def begin(pipe: Pipe, what: str) -> None:
    pipe.sandbox_under_way = (what, time.monotonic() + SECONDS)
    pipe.state_reason = None
    pipe.last_modified_time = utcnow()


def is_gone(pipe: Pipe) -> bool:
    what, until = pipe.__dict__.get("sandbox_under_way") or (None, 0.0)
    return what == "DELETING" and time.monotonic() >= until


def state_of(pipe: Pipe) -> str:
    what, until = pipe.__dict__.get("sandbox_under_way") or (None, 0.0)
    if what is not None:
        if what == "DELETING" or time.monotonic() < until:
            return str(what)
        pipe.sandbox_under_way = None
        pipe.state_reason = why_not(pipe) if what in FAILED else None
        pipe.sandbox_state = FAILED[what] if pipe.state_reason else pipe.desired_state
    return str(pipe.__dict__.get("sandbox_state", pipe.desired_state))
