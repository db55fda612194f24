"""Distributed maps tolerate what they are told to tolerate, and write their results.

On AWS a map run fails when more items fail than the state allows, counts a percentage that is a whole number,
and its ResultWriter writes the outcome of every item beside the manifest. Plain moto ignores the limits, does
not parse a whole percentage, looks for the writer's place in the results, and writes a manifest that names no
file.
"""

from __future__ import annotations

import json
import re
import uuid
from datetime import datetime, timezone
from typing import Any

from patching import Sandbox, replaces

WHOLE_PERCENTAGE = re.compile(r'("ToleratedFailurePercentage"\s*:\s*)(\d+)(?=\s*[,}])')


def apply(sandbox: Sandbox) -> None:
    # Imported late: see stepfunctions_runs.
    from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import (
        distributed_iteration_component as distributed,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration.itemprocessor import (
        distributed_item_processor_worker as worker,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer import (
        result_writer_decl as declared,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_map.result_writer.resource_eval import (
        resource_eval_s3 as writer,
    )
    from moto.stepfunctions.parser.asl.eval.program_state import ProgramError
    from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

    parse = AmazonStateLanguageParser.parse
    AmazonStateLanguageParser.parse = staticmethod(lambda text: parse(WHOLE_PERCENTAGE.sub(r"\1\2.0", text)))

    @replaces(worker.DistributedItemProcessorWorker, "_eval_input")
    def eval_input(original: Any, self: Any, env_frame: Any) -> None:
        original(self, env_frame=env_frame)
        env_frame.child_input = compact(env_frame.states.get_input())

    @replaces(worker.DistributedItemProcessorWorker, "_eval_job")
    def eval_job(original: Any, self: Any, env: Any, job: Any) -> None:
        record = self._map_run_record
        started = now()
        original(self, env, job)
        state = env.program_state()
        error = state.error if isinstance(state, ProgramError) else None
        given = getattr(env, "child_input", compact(job.job_input))
        outcome = outcome_of(record, given, job.job_output, started, error)
        record.__dict__.setdefault("outcomes", {})[job.job_index] = outcome

    @replaces(distributed.DistributedIterationComponent, "_map_run")
    def map_run(original: Any, self: Any, env: Any, eval_input: Any) -> None:
        original(self, env, eval_input)
        if exceeded(eval_input.map_run_record):
            raise threshold_exceeded(env)

    @replaces(declared.ResultWriter, "_eval_body")
    def eval_result_writer(original: Any, self: Any, env: Any) -> None:
        """Where to write is found in the state's input, not in the results."""
        results = env.stack.pop()
        env.stack.append(env.states.get_input())
        self.parargs.eval(env=env)
        parameters = env.stack.pop()
        env.stack[-1] = results
        env.stack.append(parameters)
        self.resource_eval.eval_resource(env=env)

    def put_results(env: Any, resource_runtime_part: Any, state_credentials: Any) -> None:
        parameters = env.stack.pop()
        env.stack.pop()
        record = env.map_run_record_pool_manager.get_all()[-1]
        s3 = writer.ResourceEvalS3._get_s3_client(resource_runtime_part, state_credentials)
        bucket = parameters["Bucket"]
        prefix = parameters.get("Prefix", "").rstrip("/")
        folder = f"{prefix}/{record.map_run_arn.split(':')[-1]}".lstrip("/")
        files: dict[str, list[dict[str, Any]]] = {"FAILED": [], "PENDING": [], "SUCCEEDED": []}
        outcomes = [outcome for _, outcome in sorted(record.__dict__.get("outcomes", {}).items())]
        for status, listed in files.items():
            chosen = [outcome for outcome in outcomes if outcome["Status"] == status]
            if chosen:
                body, key = json.dumps(chosen).encode(), f"{folder}/{status}_0.json"
                s3.put_object(Bucket=bucket, Key=key, Body=body)
                listed.append({"Key": key, "Size": len(body)})
        manifest = {"DestinationBucket": bucket, "MapRunArn": record.map_run_arn, "ResultFiles": files}
        key = f"{folder}/manifest.json"
        s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(manifest).encode())
        details = {"Bucket": bucket, "Key": key}
        env.stack.append({"MapRunArn": record.map_run_arn, "ResultWriterDetails": details})

    writer.ResourceEvalS3._handle_put_object = staticmethod(put_results)


def exceeded(record: Any) -> bool:
    failed, total = record.item_counter.failed.get(), record.item_counter.total.get()
    count, percentage = record.tolerated_failure_count, record.tolerated_failure_percentage
    if not count and not percentage:
        return failed > 0
    return bool((count and failed > count) or (percentage and failed * 100 > percentage * total))


def threshold_exceeded(env: Any) -> Exception:
    from moto.stepfunctions.parser.api import HistoryEventType
    from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
        FailureEvent,
        FailureEventException,
    )
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
        StatesErrorNameType,
    )
    from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

    kind = StatesErrorNameType.StatesExceedToleratedFailureThreshold
    told = {
        "error": kind.to_name(),
        "cause": "The specified tolerated failure threshold was exceeded",
    }
    details = EventDetails(mapRunFailedEventDetails=told)
    return FailureEventException(FailureEvent(env, StatesErrorName(kind), HistoryEventType.MapRunFailed, details))


def outcome_of(record: Any, given: str, output: Any, started: str, error: dict[str, Any] | None) -> dict[str, Any]:
    name = str(uuid.uuid4())
    shared = {
        "ExecutionArn": f"{record.map_run_arn.replace(':mapRun:', ':execution:').rsplit(':', 1)[0]}:{name}",
        "Input": given,
        "InputDetails": {"Included": True},
        "Name": name,
        "StartDate": started,
        "StateMachineArn": record.map_state_machine_arn,
        "StopDate": now(),
    }
    if error is not None:
        return {**shared, "Status": "FAILED", "Error": error.get("error"), "Cause": error.get("cause")}
    return {**shared, "Output": compact(output), "OutputDetails": {"Included": True}, "Status": "SUCCEEDED"}


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
