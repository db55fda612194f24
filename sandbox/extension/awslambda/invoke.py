"""Invoke runs the code and configuration of what it names.

AWS runs the version that the qualifier names, splits an alias by its weights, answers an event at once, refuses a
function whose reserved concurrency is used up, and asks the function's policy before a bucket may call it. Plain moto
ignores the qualifier and the policy, calls every error "Handled", runs events before it answers, and knows no limit.
"""

from __future__ import annotations

import base64
import json
import random
import threading
from typing import Any

from moto.awslambda.models import LambdaBackend, LambdaFunction, lambda_backends
from moto.awslambda.responses import LambdaResponse
from moto.core.exceptions import JsonRESTError
from moto.s3 import notifications

from awslambda.names import arn_of, named, refusal, split
from awslambda.permissions import allows
from awslambda.runtime import run
from patching import Sandbox, replaces

LOG_TAIL = 4096
LARGEST = {False: 6_291_456, True: 1_048_576}
"""Bytes of an event, by whether it is asynchronous."""
_running_lock = threading.Lock()


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaResponse, "invoke")
    def invoke(original: Any, self: Any) -> Any:
        name, qualifier = named(self)
        latest = self.backend.get_function(name, None)
        fn = chosen(self.backend, name, qualifier)
        refuse_large(len(self.raw_body or b""), self.headers.get("X-Amz-Invocation-Type", "RequestResponse"))
        event, arn = (self.raw_body or b"{}"), arn_of(latest, qualifier)
        kind = self.headers.get("X-Amz-Invocation-Type", "RequestResponse")
        if kind == "DryRun":
            return 204, {"status": 204}, ""
        if kind == "Event":
            in_background(lambda: run(sandbox, fn, event, arn))
            return 202, {"status": 202}, ""
        with Slot(latest):
            outcome = run(sandbox, fn, event, arn)
        headers = {
            "status": 200,
            "content-type": "application/json",
            "x-amz-executed-version": str(fn.version),
            **({"x-amz-function-error": "Unhandled"} if outcome.failed else {}),
        }
        if self.headers.get("X-Amz-Log-Type") == "Tail":
            tail = outcome.log.encode()[-LOG_TAIL:]
            headers["x-amz-log-result"] = base64.b64encode(tail).decode()
        return 200, headers, outcome.payload

    @replaces(LambdaFunction, "_invoke_lambda")
    def from_trigger(original: Any, self: Any, event: Any = None) -> tuple[str, bool, str]:
        outcome = run(sandbox, self, json.dumps({} if event is None else event).encode(), self.function_arn)
        return outcome.payload.decode(), outcome.failed, outcome.log

    @replaces(notifications, "_invoke_awslambda")
    def from_bucket(original: Any, account: str, event: Any, arn: str, region: str) -> None:
        if lets_in(account, arn, "s3.amazonaws.com", event["Records"][0]["s3"]["bucket"]["arn"]):
            in_background(lambda: original(account, event, arn, region))

    @replaces(LambdaBackend, "send_sns_message")
    def from_topic(original: Any, *given: Any, **named: Any) -> None:
        in_background(lambda: original(*given, **named))


def lets_in(account: str, arn: str, service: str, source: str) -> bool:
    """A service that may not invoke a function is refused, whoever has told it to, and its event is lost."""
    name, qualifier = split(arn)
    backend = lambda_backends[account][arn.split(":")[3]]
    try:
        return allows(backend.get_function(name, None), qualifier, service, source, account)
    except JsonRESTError:
        return False


def refuse_large(size: int, kind: str) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
    if size > LARGEST[kind == "Event"]:
        why = f"{size} byte payload is too large for the {kind} invocation type (limit {LARGEST[kind == 'Event']} bytes)"
        raise refusal(413, "RequestTooLargeException", why)


def in_background(work: Any) -> None:
    threading.Thread(target=work, daemon=True).start()


def chosen(backend: LambdaBackend, name: str, qualifier: str | None) -> LambdaFunction:
    """The version that a qualifier names; one of two when it is an alias with weights."""
    fn = backend.get_function(name, qualifier)
    alias = backend._lambdas._get_function_aliases(fn.function_name).get(qualifier or "")
    weights = ((alias and alias.routing_config) or {}).get("AdditionalVersionWeights") or {}
    for version, weight in weights.items():
        if random.random() < weight:
            return backend.get_function(name, version)
    return fn


class Slot:
    """One of the executions that a function's reserved concurrency allows."""

    def __init__(self, latest: LambdaFunction) -> None:
        self.latest = latest

    def __enter__(self) -> None:
        with _running_lock:
            running: int = self.latest.__dict__.get("sandbox_running", 0)
            reserved = self.latest.reserved_concurrency
            if reserved is not None and running >= reserved:
                raise refusal(429, "TooManyRequestsException", "Rate Exceeded.")
            self.latest.sandbox_running = running + 1

    def __exit__(self, *_: object) -> None:
        with _running_lock:
            self.latest.sandbox_running -= 1
