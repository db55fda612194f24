"""AWS's own API models judge every request that reaches the sandbox, and every answer that leaves it.

A request that breaks its model is refused as AWS refuses it. An answer that breaks its model is the sandbox's
fault, never the caller's: it ends as status 501 with the code `SandboxUnlikeAws`, which names the operation and
the member, so that whatever asked fails and says why. Each is a line of the file that `SANDBOX_JUDGEMENTS`
names, too, for a run of tests in which somebody swallows the error.
"""

from __future__ import annotations

import logging
import os
from typing import Any

from call_names import CallName, call_name
from judge.answers import unlike_aws
from judge.bodies import buffered
from judge.refusals import refusal_of
from patching import WsgiApp
from unknown_calls import Refusal, refuse

log = logging.getLogger("sandbox")


def judged(app: WsgiApp) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("PATH_INFO", "").startswith("/moto-api"):
            return app(environ, start_response)
        body = buffered(environ)
        call = call_name(environ, body if is_form(environ) else b"")
        if call.model is None:
            return app(environ, start_response)
        refused = refusal_of(call, environ, body)
        if refused is not None:
            if refused.status.startswith("501"):
                told(refused.message)
            return refuse(refused, start_response)
        return checked(app, call, environ, start_response)

    return answer


def is_form(environ: dict[str, Any]) -> bool:
    return environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")


def checked(app: WsgiApp, call: CallName, environ: dict[str, Any], start_response: Any) -> Any:
    head: list[Any] = []
    body = app(environ, lambda *given: head.append(given))
    status, headers = head[0][:2]
    faults = unlike_aws(call, environ["REQUEST_METHOD"], int(status[:3]), headers, b"".join(body))
    if faults:
        message = f"the sandbox answers {call.service}:{call.operation} unlike AWS: {'; '.join(faults)}"
        told(message)
        return refuse(Refusal(call, "501 Not Implemented", "SandboxUnlikeAws", message), start_response)
    start_response(*head[0])
    return body


def told(message: str) -> None:
    log.error(message)
    if path := os.environ.get("SANDBOX_JUDGEMENTS"):
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{message}\n")
