"""A function that an API calls: where its policy lets the API in, or under a role of the API's own."""

from __future__ import annotations

import json
import re
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError

from awslambda.invoke import Slot, chosen, lets_in
from awslambda.names import split
from awslambda.runtime import run
from delivery.failure import Undelivered
from delivery.roles import session_for
from patching import Sandbox

SERVICE = "apigateway.amazonaws.com"
INVOCATION = re.compile(r"arn:[^:]+:apigateway:[^:]+:lambda:path/[0-9-]+/functions/(?P<arn>arn:.+)/invocations")
VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


class Failed(Exception):
    """The function was not called, or ended with an error. `ran`: it was called."""

    def __init__(self, why: str, *, ran: bool = False) -> None:
        super().__init__(why)
        self.ran = ran


def function_in(uri: str, variables: dict[str, str]) -> str | None:
    """ARN of the function that an address names."""
    text = VARIABLE.sub(lambda fits: variables.get(fits[1], ""), uri)
    fits = INVOCATION.fullmatch(text)
    arn = text if fits is None else fits["arn"]
    return arn if ":lambda:" in arn.partition("/")[0] else None


def called(sandbox: Sandbox, arn: str, source: str, role: str | None, event: dict[str, Any]) -> bytes:
    """What the function returns. Raises Failed."""
    if role is None:
        if not lets_in(sandbox.account, arn, SERVICE, source):
            raise Failed(f"{arn} does not let {source} in")
    else:
        try:
            session_for(role, arn, SERVICE, source)
        except Undelivered as failure:
            raise Failed(str(failure)) from failure
    name, qualifier = split(arn)
    functions = lambda_backends[sandbox.account][arn.split(":")[3]]
    try:
        fn = chosen(functions, name, qualifier)
        with Slot(functions.get_function(name, None)):
            outcome = run(sandbox, fn, json.dumps(event).encode(), arn)
    except JsonRESTError as error:
        raise Failed(str(error)) from error
    if outcome.failed:
        raise Failed(outcome.payload.decode("utf-8", "replace"), ran=True)
    return outcome.payload
