"""State machines run, again and again, as their own role.

AWS runs an execution under the state machine's role, names one that has no name, and gives its start as text;
Terraform asks it whether a definition is valid. Plain moto needs a setting to run at all, fails from the second
StartExecution on because it copies a lock, calls with made-up keys past the gateway, and lacks both
ValidateStateMachineDefinition and ListStateMachineVersions.
"""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

from moto.core.config import default_user_config
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.responses import StepFunctionResponse

from clients import client_of
from iam.trust import trusts
from patching import Sandbox, adds, replaces
from role_sessions import session_of

ENDED_BADLY = ("FAILED", "ABORTED", "TIMED_OUT")


def apply(sandbox: Sandbox) -> None:
    default_user_config.setdefault("stepfunctions", {})["execute_state_machine"] = True

    # The interpreter's modules take this function over when they are imported, so before the line below.
    @replaces(boto_client, "boto_client_for")
    def boto_client_for(original: Any, region: str, service: str, state_credentials: Any = None) -> Any:
        session = session_of(state_credentials.role_arn, "states", region, sandbox.account)
        return client_of(sandbox, service, region, session)

    from moto.stepfunctions.parser.backend.execution import Execution
    from moto.stepfunctions.parser.models import StepFunctionsParserBackend

    def shallow(self: StateMachine, _: dict[int, Any]) -> StateMachine:
        clone = copy.copy(self)
        clone.executions = []
        return clone

    adds(StateMachine, "__deepcopy__")(shallow)

    @replaces(StepFunctionsParserBackend, "start_execution")
    def start_execution(original: Any, self: Any, state_machine_arn: str, name: str | None = None, *rest: Any) -> Any:
        refuse_input(rest[0] if rest else None)
        refuse_role(self.describe_state_machine(state_machine_arn).roleArn, state_machine_arn, sandbox.account)
        return original(self, state_machine_arn, name or str(uuid.uuid4()), *rest)

    @replaces(Execution, "get_start_execution_details")
    def get_start_execution_details(original: Any, self: Any) -> Any:
        details = original(self)
        details.start_time = self.start_date.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return details

    @replaces(StepFunctionResponse, "describe_execution")
    def describe_execution(original: Any, self: Any) -> ActionResult:
        answer = original(self)
        status = str(getattr(answer.result["status"], "value", answer.result["status"]))
        told = {"inputDetails": {"included": True}, "redriveCount": 0, "redriveStatus": "REDRIVABLE"}
        if status not in ENDED_BADLY:
            why = f"Execution is {status} and cannot be redriven"
            told |= {"redriveStatus": "NOT_REDRIVABLE", "redriveStatusReason": why}
        return ActionResult({**answer.result, **told})

    @replaces(StepFunctionResponse, "_describe_state_machine")
    def describe_state_machine(original: Any, self: Any, arn: str) -> ActionResult:
        answer = original(self, arn)
        if (answer.result.get("encryptionConfiguration") or {}).get("type") == "AWS_OWNED_KEY":
            del answer.result["encryptionConfiguration"]
        logging = dict(answer.result.get("loggingConfiguration") or {})
        answer.result["loggingConfiguration"] = {"includeExecutionData": False, "level": "OFF"} | logging
        return answer

    @adds(StepFunctionResponse, "validate_state_machine_definition")
    def validate_state_machine_definition(self: Any) -> ActionResult:
        backend: Any = self.stepfunction_backend
        try:
            backend._validate_definition(self._get_param("definition"))
        except Exception as error:
            # Whatever the parser says is what is wrong with the definition.
            found = {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": str(error) or repr(error)}
            return ActionResult({"result": "FAIL", "diagnostics": [found], "truncated": False})
        return ActionResult({"result": "OK", "diagnostics": [], "truncated": False})

    @adds(StepFunctionResponse, "list_state_machine_versions")
    def list_state_machine_versions(self: Any) -> ActionResult:
        machine = self.stepfunction_backend.describe_state_machine(self._get_param("stateMachineArn"))
        versions = sorted(machine.versions.values(), key=lambda each: each.version, reverse=True)
        listed = [{"stateMachineVersionArn": each.arn, "creationDate": each.creation_date} for each in versions]
        return ActionResult({"stateMachineVersions": listed})


def refuse_input(text: str | None) -> None:
    try:
        json.loads("{}" if text is None else text)
    except ValueError as error:
        why = str(error) if text else "Invalid execution input."
        raise JsonRESTError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{why}'") from None


def refuse_role(role: str, machine: str, account: str) -> None:
    """AWS asks when a machine is made, and whenever it assumes the role; here, when an execution starts."""
    facts = {"aws:sourceaccount": account, "aws:sourcearn": machine}
    if not trusts(role, {"Service": "states.amazonaws.com"}, facts):
        why = "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume"
        raise JsonRESTError("AccessDeniedException", f"{why} the provided role.")
