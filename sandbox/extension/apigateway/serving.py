"""Calls of API Gateway's first version, by the operations that AWS's model names."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from apigateway.call import Call
from apigateway.calls import CALLS
from apigateway.store import rest_store
from apigatewayv2.refusals import Refused
from apigatewayv2.store import store_of
from call_names import CallName, call_name
from iam.denials import region_of
from patching import Sandbox, WsgiApp

AS_JSON = ("content-type", "application/json")
EXPORT = [("content-type", "application/octet-stream"), ("content-disposition", 'attachment; filename="export.json"')]


def served(app: WsgiApp, sandbox: Sandbox) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        call = call_name(environ)
        if call.model is None or call.model.service_model.service_name != "apigateway":
            return app(environ, start_response)
        status, headers, text = answered(sandbox, call, environ)
        start_response(status, [*headers, ("content-length", str(len(text)))])
        return [text]

    return answer


def answered(sandbox: Sandbox, call: CallName, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
    assert call.model is not None
    doing = CALLS.get(call.operation)
    if doing is None:
        raise NotImplementedError(f"the sandbox knows no {call.operation}")
    try:
        done = doing(told(sandbox, call, environ))
    except Refused as refusal:
        error = [AS_JSON, ("x-amzn-errortype", refusal.code)]
        return f"{refusal.status} {refusal.code}", error, json.dumps({"message": str(refusal)}).encode()
    status = f"{call.model.http.get('responseCode', 200)} OK"
    if isinstance(done, bytes):
        return status, EXPORT, done
    return status, [AS_JSON], b"" if done is None else json.dumps(done).encode()


def told(sandbox: Sandbox, call: CallName, environ: dict[str, Any]) -> Call:
    assert call.model is not None
    sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    document = "payload" in call.model.input_shape.serialization
    region = region_of(environ)
    return Call(
        store=rest_store(sandbox.account, region),
        second=store_of(sandbox.account, region),
        account=sandbox.account,
        region=region,
        labels=call.labels,
        body={} if document or not sent else json.loads(sent),
        raw=sent,
        lists=parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True),
    )
