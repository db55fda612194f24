"""Event source mappings.

AWS names the qualified function, refuses a second mapping of the same source and function, lists by pages of
100, and hides encrypted filters from the list. Plain moto forgets the qualifier, takes any mapping twice, finds
only those created with the very string that is asked for, and shows everything.
"""

from __future__ import annotations

import json
import time
from typing import Any

from moto.awslambda.models import EventSourceMapping, LambdaBackend
from moto.awslambda.responses import LambdaResponse
from moto.dynamodb.models import dynamodb_backends
from moto.kinesis.models import kinesis_backends
from moto.sqs.models import sqs_backends

from awslambda.names import arn_of, refusal, split
from awslambda.pages import page
from patching import Sandbox, replaces

PAGE = 100


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaBackend, "create_event_source_mapping")
    def create(original: Any, self: Any, spec: dict[str, Any]) -> EventSourceMapping:
        arn = function_arn(self, spec["FunctionName"])
        for other in self._event_source_mappings.values():
            if (other.function_arn, other.event_source_arn) == (arn, spec.get("EventSourceArn")):
                why = f'The event source arn (" {other.event_source_arn} ") and function (" {arn} ") provided mapping'
                rest = f"already exists. Please update or delete the existing mapping with UUID {other.uuid}"
                raise refusal(409, "ResourceConflictException", f"{why} {rest}")
        mapping = original(self, spec)
        mapping.function_arn = arn
        mapping.last_modified = time.time()
        unhook(mapping)
        return mapping

    @replaces(LambdaBackend, "update_event_source_mapping")
    def update(original: Any, self: Any, uuid: str, spec: dict[str, Any]) -> EventSourceMapping | None:
        mapping = original(self, uuid, spec)
        if mapping is not None:
            mapping.last_modified = time.time()
            if "FunctionName" in spec:
                mapping.function_arn = function_arn(self, spec["FunctionName"])
        return mapping

    @replaces(LambdaBackend, "delete_event_source_mapping")
    def delete(original: Any, self: Any, uuid: str) -> EventSourceMapping | None:
        mapping = original(self, uuid)
        if mapping is not None:
            unhook(mapping, everywhere=True)
        return mapping

    @replaces(EventSourceMapping, "get_configuration")
    def get_configuration(original: Any, self: Any) -> dict[str, Any]:
        return {name: value for name, value in original(self).items() if name != "Tags"}

    @replaces(LambdaResponse, "list_event_source_mappings")
    def list_all(original: Any, self: Any) -> str:
        function = self.querystring.get("FunctionName")
        source = self.querystring.get("EventSourceArn")
        arn = function_arn(self.backend, function[0]) if function else None
        mappings = [
            listed(mapping)
            for mapping in self.backend._event_source_mappings.values()
            if arn in (None, mapping.function_arn) and source in (None, [mapping.event_source_arn])
        ]
        return json.dumps(page(self, "EventSourceMappings", mappings, PAGE))


def listed(mapping: EventSourceMapping) -> dict[str, Any]:
    configuration = mapping.get_configuration()
    return {**configuration, "FilterCriteria": None} if mapping.kms_key else configuration


def function_arn(backend: LambdaBackend, written: str) -> str:
    name, qualifier = split(written)
    backend.get_function(name, qualifier)
    return arn_of(backend.get_function(name, None), qualifier)


def unhook(mapping: EventSourceMapping, everywhere: bool = False) -> None:
    """Queues are polled (see lambda_poller): moto must not run the function inside SendMessage too."""
    account, region = mapping.account_id, mapping.region
    sources = list(sqs_backends[account][region].queues.values())
    if everywhere:
        sources += list(kinesis_backends[account][region].streams.values())
        sources += list(dynamodb_backends[account][region].tables.values())
    for source in sources:
        hooks = source.lambda_event_source_mappings
        for key in [key for key, hook in hooks.items() if hook is mapping]:
            del hooks[key]
