"""Runs a function's own code on Node.js, one process for each event.

AWS runs the deployed zip with the version's own configuration and the role's credentials. Plain moto runs it
in Docker, and without Docker answers that Docker is missing. Here each event gets a fresh `node` with the
function's environment, memory limit and timeout; layers lie in a folder that stands for `/opt`, found through
`NODE_PATH` and, for ES modules, through a `node_modules` beside the code. The AWS SDK is not part of the
runtime here: a bundle brings its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from awslambda.deployment import Deployment
from patching import Sandbox
from role_sessions import session_of

BOOTSTRAP = Path(__file__).with_name("bootstrap.cjs")
LARGEST_ANSWER = 6_291_556


@dataclass(frozen=True)
class Outcome:
    payload: bytes
    failed: bool
    log: str


def run(sandbox: Sandbox, fn: Any, event: bytes, arn: str) -> Outcome:
    """Runs `fn`, which is one version of a function, called by the name `arn`."""
    handler = handler_of(fn)
    if handler is None:
        return failure("Sandbox.UnsupportedRuntime", f"the sandbox runs Node.js only, not {fn.run_time or 'this image'}", "")
    node = shutil.which("node")
    if node is None:
        return failure("Sandbox.MissingTool", "node is not on PATH", "")
    request_id = str(uuid.uuid4())
    deployment = Deployment.of(sandbox, fn)
    outcome_file = sandbox.scratch / f"{request_id}.json"
    stream = f"{time.strftime('%Y/%m/%d', time.gmtime())}/[{fn.version}]{request_id.replace('-', '')}"
    group = fn.extras["LoggingConfig"]["LogGroup"]
    timeout = int(fn.timeout)
    told = {
        "outcome": str(outcome_file),
        "compiled": str(deployment.compiled),
        "deadline": (time.time() + timeout) * 1000,
        "context": {
            "callbackWaitsForEmptyEventLoop": True,
            "functionName": fn.function_name,
            "functionVersion": str(fn.version),
            "invokedFunctionArn": arn,
            "memoryLimitInMB": str(fn.memory_size),
            "awsRequestId": request_id,
            "logGroupName": group,
            "logStreamName": stream,
        },
    }
    started = time.monotonic()
    process = subprocess.Popen(
        [node, f"--max-old-space-size={fn.memory_size}", str(BOOTSTRAP), json.dumps(told)],
        cwd=deployment.task,
        env=environment(sandbox, fn, deployment, group, stream),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        output, _ = process.communicate(event, timeout=timeout)
        timed_out = False
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
        timed_out = True
    told_back = json.loads(outcome_file.read_text()) if outcome_file.exists() else {}
    outcome_file.unlink(missing_ok=True)
    said = output.decode("utf-8", "replace")
    report = log_of(fn, request_id, said, time.monotonic() - started, told_back.get("maxMemoryKilobytes"))
    write_log(fn, group, stream, report)
    if timed_out:
        why = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
        return failure("Sandbox.Timedout", why, report)
    if "error" in told_back:
        return Outcome(json.dumps(told_back["error"]).encode(), True, report)
    if "payload" not in told_back:
        status = f"signal: {-process.returncode}" if process.returncode < 0 else f"exit status {process.returncode}"
        why = f"RequestId: {request_id} Error: Runtime exited with error: {status}"
        return failure("Runtime.ExitError", why, report)
    payload = told_back["payload"].encode()
    if len(payload) > LARGEST_ANSWER:
        why = f"Response payload size exceeded maximum allowed payload size ({LARGEST_ANSWER} bytes)."
        return failure("Function.ResponseSizeTooLarge", why, report)
    return Outcome(payload, False, report)


def handler_of(fn: Any) -> str | None:
    """Of a zip for Node.js, or the command of an image that is one word, as in AWS's base images."""
    if fn.package_type == "Image":
        command = fn.image_config.cmd or fn.image.command
        return command[0] if len(command) == 1 and not fn.image_config.entry_point else None
    return fn.handler if (fn.run_time or "").startswith("nodejs") else None


def failure(kind: str, message: str, log: str) -> Outcome:
    return Outcome(json.dumps({"errorType": kind, "errorMessage": message}).encode(), True, log)


def environment(
    sandbox: Sandbox, fn: Any, deployment: Deployment, group: str, stream: str
) -> dict[str, str]:
    session = session_of(fn.role, fn.function_name, fn.region, fn.account_id)
    return {
        "PATH": os.environ["PATH"],
        "LANG": "en_US.UTF-8",
        "HOME": str(deployment.home),
        "TMPDIR": str(deployment.temporary),
        "NO_PROXY": "127.0.0.1,localhost",
        **{name: str(value) for name, value in fn.environment_vars.items()},
        "TZ": ":UTC",
        "NODE_PATH": deployment.node_path,
        "LAMBDA_TASK_ROOT": str(deployment.task),
        "_HANDLER": handler_of(fn),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{fn.run_time}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_FUNCTION_NAME": fn.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(fn.version),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(fn.memory_size),
        "AWS_LAMBDA_LOG_GROUP_NAME": group,
        "AWS_LAMBDA_LOG_STREAM_NAME": stream,
        "AWS_REGION": fn.region,
        "AWS_DEFAULT_REGION": fn.region,
        "AWS_ACCESS_KEY_ID": session.access_key,
        "AWS_SECRET_ACCESS_KEY": session.secret_key,
        "AWS_SESSION_TOKEN": session.token,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": sandbox.gateway,
    }


def log_of(fn: Any, request_id: str, said: str, seconds: float, kilobytes: int | None) -> str:
    used = "" if kilobytes is None else f"\tMax Memory Used: {round(kilobytes / 1024)} MB"
    lines = [
        f"START RequestId: {request_id} Version: {fn.version}",
        *said.splitlines(),
        f"END RequestId: {request_id}",
        f"REPORT RequestId: {request_id}\tDuration: {seconds * 1000:.2f} ms\tMemory Size: {fn.memory_size} MB{used}",
    ]
    return "\n".join(lines)


def write_log(fn: Any, group: str, stream: str, log: str) -> None:
    now = int(time.time() * 1000)
    fn.logs_backend.ensure_log_group(group)
    fn.logs_backend.create_log_stream(group, stream)
    events = [{"timestamp": now, "message": line} for line in log.splitlines() if line]
    fn.logs_backend.put_log_events(group, stream, events)
