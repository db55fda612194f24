"""State machines have revisions, versions and aliases, as AWS keeps them.

A machine has no revision until it is changed; a revision is published once, whoever asks again; a request that
makes a machine again is answered as before where it says the same, and refused otherwise; an execution of a version,
or of an alias that leads to one, runs what that was. Plain moto publishes each time anew, makes nothing of another
definition, forgets the type, keeps the tags of what was deleted, and can start neither versions nor aliases.
"""

from __future__ import annotations

import copy
import random
import threading
import uuid
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.stepfunctions.models import StateMachine, StepFunctionBackend
from moto.stepfunctions.responses import StepFunctionResponse

from patching import Sandbox, adds, replaces
from stepfunctions.runs import refuse_role

SETTINGS = ("definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration")
COMPARED = ("definition", "type", *SETTINGS[2:], "publish", "versionDescription")
running = threading.local()


class Refused(JsonRESTError):
    def __init__(self, kind: str, message: str, status: int = 400):
        super().__init__(kind, message)
        self.code = status


def apply(sandbox: Sandbox) -> None:
    from moto.stepfunctions.parser.models import StepFunctionsParserBackend

    @replaces(StateMachine, "publish")
    def publish(original: Any, self: Any, description: str | None) -> None:
        revision = self.__dict__.get("revision")
        for version in self.versions.values():
            if version.__dict__.get("revision") == revision:
                self.latest_version = version
                return
        original(self, description)
        self.latest_version.revision = revision
        self.latest_version.type = self.type

    @replaces(StepFunctionResponse, "create_state_machine")
    def create_state_machine(original: Any, self: Any) -> ActionResult:
        backend, name = self.stepfunction_backend, self._get_param("name")
        asked = {each: self._get_param(each) for each in COMPARED}
        there = next((each for each in backend.state_machines if each.name == name), None)
        if there is not None and there.__dict__.get("born") != asked:
            raise Refused("StateMachineAlreadyExists", f"State Machine Already Exists: '{there.arn}'")
        arn = f"arn:aws:states:{self.region}:{self.current_account}:stateMachine:{name}"
        refuse_role(self._get_param("roleArn"), arn, sandbox.account)
        answer = original(self)
        machine = backend.describe_state_machine(answer.result["stateMachineArn"])
        if there is None:
            machine.born = asked
            machine.type = machine.sm_type = asked["type"] or "STANDARD"
            for version in machine.versions.values():
                version.type = version.sm_type = machine.type
        return answer

    @replaces(StepFunctionsParserBackend, "update_state_machine")
    def update_state_machine(original: Any, self: Any, arn: str, *given: Any, publish: Any = None, **more: Any) -> Any:
        words = more.pop("version_description", None)
        machine = self.describe_state_machine(arn)
        if more.get("role_arn"):
            refuse_role(more["role_arn"], arn, sandbox.account)
        before = {each: copy.deepcopy(getattr(machine, each)) for each in SETTINGS}
        original(self, arn, *given, **more)
        if any(getattr(machine, each) != before[each] for each in SETTINGS):
            machine.revision = str(uuid.uuid4())
        if publish:
            machine.publish(words)
        return machine

    @replaces(StepFunctionResponse, "update_state_machine")
    def answer_update(original: Any, self: Any) -> ActionResult:
        answer = original(self)
        machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
        return ActionResult({**answer.result, **revision_of(machine)})

    @replaces(StepFunctionResponse, "_describe_state_machine")
    def describe_state_machine(original: Any, self: Any, arn: str) -> ActionResult:
        answer = original(self, arn)
        return ActionResult({**answer.result, **revision_of(self.stepfunction_backend.describe_state_machine(arn))})

    @adds(StepFunctionResponse, "publish_state_machine_version")
    def publish_state_machine_version(self: Any) -> ActionResult:
        machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
        wanted, is_now = self._get_param("revisionId"), machine.__dict__.get("revision", "INITIAL")
        if wanted is not None and wanted != is_now:
            why = f"Failed to publish the State Machine version for revision {wanted}."
            raise Refused("ConflictException", f"{why} The current State Machine revision is {is_now}.", 409)
        machine.publish(self._get_param("description"))
        version = machine.latest_version
        return ActionResult({"stateMachineVersionArn": version.arn, "creationDate": version.creation_date})

    @replaces(StepFunctionResponse, "list_state_machines")
    def list_state_machines(original: Any, self: Any) -> ActionResult:
        answer = original(self)
        types = {each.arn: each.type for each in self.stepfunction_backend.state_machines}
        for each in answer.result["stateMachines"]:
            each["type"] = types[each["stateMachineArn"]]
        return answer

    @replaces(StepFunctionResponse, "_validate_routing_configuration")
    def validate_routing(original: Any, self: Any, routing: list[dict[str, Any]]) -> None:
        arns, weights = [each["stateMachineVersionArn"] for each in routing], [each["weight"] for each in routing]
        received = f"Received: [{', '.join(arns)}]"
        if not all(arn.rsplit(":", 1)[-1].isdigit() for arn in arns):
            why = "Routing configuration must contain state machine version ARNs."
            raise Refused("ValidationException", f"{why} {received}")
        if len(set(arns)) < len(arns):
            why = "Routing configuration must contain distinct state machine version ARNs."
            raise Refused("ValidationException", f"{why} {received}")
        if sum(weights) != 100:
            why = f"Sum of routing configuration weights must equal 100. Received: {weights}"
            raise Refused("ValidationException", why)

    @replaces(StepFunctionBackend, "create_state_machine_alias")
    def create_alias(original: Any, self: Any, name: str, routing: list[dict[str, Any]], description: Any) -> Any:
        machine = self.describe_state_machine(routing[0]["stateMachineVersionArn"].rsplit(":", 1)[0])
        there = machine.aliases.get(name)
        if there is None:
            return original(self, name, routing, description)
        if (there.routing_configuration, there.description) != (routing, description):
            why = "an alias with the same name and a different routing configuration already exists."
            raise Refused("ConflictException", f"Failed to create alias because {why}", 409)
        return there

    @replaces(StepFunctionBackend, "delete_state_machine")
    def delete_state_machine(original: Any, self: Any, arn: str) -> None:
        original(self, arn)
        self.tagger.delete_all_tags_for_resource(arn)

    @replaces(StepFunctionBackend, "describe_state_machine")
    def describe(original: Any, self: Any, arn: str) -> Any:
        started = getattr(running, "machine", None)
        return started if started is not None and running.arn == arn else original(self, arn)

    @replaces(StepFunctionsParserBackend, "start_execution")
    def start_execution(original: Any, self: Any, arn: str, *rest: Any) -> Any:
        version, told = led_to(self, arn)
        if version is None:
            return original(self, arn, *rest)
        machine = copy.copy(self.describe_state_machine(version.source_arn))
        machine.definition, machine.roleArn = version.definition, version.roleArn
        running.arn, running.machine = arn, machine
        try:
            execution = original(self, arn, *rest)
        finally:
            running.machine = None
        execution.__dict__["qualified"] = told
        return execution

    @replaces(StepFunctionResponse, "describe_execution")
    def describe_execution(original: Any, self: Any) -> ActionResult:
        answer = original(self)
        execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
        return ActionResult({**answer.result, **execution.__dict__.get("qualified", {})})


def revision_of(machine: Any) -> dict[str, str]:
    revision = machine.__dict__.get("revision")
    return {} if revision is None else {"revisionId": revision}


def led_to(backend: Any, arn: str) -> tuple[Any, dict[str, str]]:
    """The version that an execution of this ARN runs, and what the execution tells of it."""
    parts = arn.split(":")
    machine = next((each for each in backend.state_machines if each.arn == ":".join(parts[:7])), None)
    if machine is None or len(parts) < 8:
        return None, {}
    alias = machine.aliases.get(parts[7])
    if alias is None:
        version = machine.versions.get(int(parts[7])) if parts[7].isdigit() else None
        return version, {} if version is None else {"stateMachineVersionArn": version.arn}
    routes = alias.routing_configuration
    (chosen,) = random.choices(routes, weights=[each["weight"] for each in routes])
    version = machine.versions[int(chosen["stateMachineVersionArn"].rsplit(":", 1)[-1])]
    return version, {"stateMachineAliasArn": alias.arn, "stateMachineVersionArn": version.arn}
