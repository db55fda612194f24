"""A call that the embedded AWS does not know, or fails on, ends as an AWS error that names the call.

AWS answers in the protocol of the call. Plain moto answers an unknown REST call with an HTML page, which the
SDKs report as a parse error, and any fault of its own with a 500 page. Here it is status 501 with the code
`SandboxUnknownCall`, or 500 with `InternalFailure`, and the service and operation in the message.
"""

from __future__ import annotations

import io
import json
import logging
from typing import Any
from xml.sax.saxutils import escape

from werkzeug.test import run_wsgi_app

from call_names import CallName, call_name
from patching import WsgiApp

log = logging.getLogger("sandbox")


def named(app: WsgiApp) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        form = buffered_form(environ)
        try:
            body, status, headers = run_wsgi_app(app, environ, buffered=True)
        except NotImplementedError as error:
            return refuse(unknown(call_name(environ, form), str(error)), start_response)
        except Exception as error:
            # Whatever breaks inside moto has to reach the caller in the call's own protocol.
            log.info("moto failed", exc_info=True)
            return refuse(broken(call_name(environ, form), error), start_response)
        body = list(body)
        if nobody_answered(environ, status, b"".join(body[:1])):
            return refuse(unknown(call_name(environ, form), "no such address"), start_response)
        start_response(status, list(headers))
        return body

    return answer


def buffered_form(environ: dict[str, Any]) -> bytes:
    """The query protocol names its call in the body, which can be read only once."""
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return b""
    form = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(form)
    return form


def nobody_answered(environ: dict[str, Any], status: str, body: bytes) -> bool:
    """When no route of moto's fits, its web framework answers with a page; when no operation fits, it is mute."""
    if environ.get("PATH_INFO", "").startswith("/moto-api") or status[:3] not in ("404", "405"):
        return False
    if body[:15].lower() == b"<!doctype html>":
        return True
    return body == b"" and environ["REQUEST_METHOD"] != "HEAD" and call_name(environ).service != "s3"


class Refusal:
    def __init__(self, call: CallName, status: str, code: str, message: str) -> None:
        self.call = call
        self.status = status
        self.code = code
        self.message = message


def unknown(call: CallName, detail: str) -> Refusal:
    message = f"the sandbox does not know {call.service}:{call.operation} ({detail})"
    return Refusal(call, "501 Not Implemented", "SandboxUnknownCall", message)


def broken(call: CallName, error: Exception) -> Refusal:
    message = f"the sandbox failed on {call.service}:{call.operation}: {type(error).__name__}: {error}"
    log.error(message)
    return Refusal(call, "500 Internal Server Error", "InternalFailure", message)


def refuse(refusal: Refusal, start_response: Any) -> list[bytes]:
    body, content_type = encoded(refusal)
    headers = [
        ("content-type", content_type),
        ("content-length", str(len(body))),
        ("x-amzn-errortype", refusal.code),
        ("x-amzn-requestid", "sandbox"),
    ]
    if refusal.call.protocol == "cbor":
        headers.append(("smithy-protocol", "rpc-v2-cbor"))
    start_response(refusal.status, headers)
    return [body]


def encoded(refusal: Refusal) -> tuple[bytes, str]:
    protocol, code, message = refusal.call.protocol, refusal.code, refusal.message
    if protocol == "cbor":
        return cbor_map({"__type": code, "message": message}), "application/cbor"
    if protocol in ("json", "rest-json"):
        return json.dumps({"__type": code, "message": message}).encode(), "application/json"
    error = f"<Code>{code}</Code><Message>{escape(message)}</Message>"
    if refusal.call.service == "s3":
        return f"<Error>{error}<RequestId>sandbox</RequestId></Error>".encode(), "application/xml"
    if protocol == "ec2" or refusal.call.service == "ec2":
        return f"<Response><Errors><Error>{error}</Error></Errors></Response>".encode(), "application/xml"
    return f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error></ErrorResponse>".encode(), "application/xml"


def cbor_map(entries: dict[str, str]) -> bytes:
    """Concise Binary Object Representation, of text alone: https://www.rfc-editor.org/rfc/rfc8949#section-3"""
    words = [word.encode() for entry in entries.items() for word in entry]
    return bytes([0xA0 | len(entries)]) + b"".join(b"\x79" + len(word).to_bytes(2, "big") + word for word in words)
