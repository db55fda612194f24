"""Event source mappings.

AWS names the qualified function, refuses a second mapping of the same source and function, lists by pages of
100, and hides encrypted filters from the list (see also mapping_checks, mapping_states). Plain moto forgets the qualifier, takes any mapping twice, finds
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

from awslambda import stream_polls
from awslambda.mapping_checks import refuse_change, refuse_creation
from awslambda.mapping_states import under_way
from awslambda.names import arn_of, refusal, split
from awslambda.pages import page
from awslambda.sources import DISTANT, STREAMS, Distant, kind_of, read_the_same, servers
from patching import Sandbox, replaces

PAGE = 100
NO_MAPPING = "The resource you requested does not exist."


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaBackend, "create_event_source_mapping")
    def create(original: Any, self: Any, spec: dict[str, Any]) -> EventSourceMapping:
        refuse_creation(self, spec)
        arn = function_arn(self, spec["FunctionName"])
        for other in self._event_source_mappings.values():
            if other.function_arn == arn and read_the_same(other, spec):
                raise refusal(409, "ResourceConflictException", twice(other, spec))
        distant = kind_of(spec.get("EventSourceArn")) in DISTANT
        mapping = distant_mapping(self, arn, spec) if distant else of_stream_or_queue(original, self, spec)
        under_way(mapping, "Creating")
        mapping.function_arn = arn
        mapping.last_modified = time.time()
        unhook(mapping)
        read_from_here(mapping)
        return mapping

    @replaces(LambdaBackend, "update_event_source_mapping")
    def update(original: Any, self: Any, uuid: str, spec: dict[str, Any]) -> EventSourceMapping | None:
        before = self.get_event_source_mapping(uuid)
        if before is None:
            raise refusal(404, "ResourceNotFoundException", NO_MAPPING)
        refuse_while_under_way(before)
        enabled = before.enabled
        refuse_change(before.event_source_arn, spec, before.get_configuration())
        access = before.source_access_config or []
        mapping = original(self, uuid, spec)
        if mapping is not None:
            keep_more(mapping, spec, access)
            read_from_here(mapping)
            toggled = "Enabling" if mapping.enabled else "Disabling"
            under_way(mapping, toggled if mapping.enabled != enabled else "Updating")
            mapping.last_modified = time.time()
            if "FunctionName" in spec:
                mapping.function_arn = function_arn(self, spec["FunctionName"])
        return mapping

    @replaces(LambdaBackend, "delete_event_source_mapping")
    def delete(original: Any, self: Any, uuid: str) -> EventSourceMapping | None:
        mapping = self.get_event_source_mapping(uuid)
        if mapping is None:
            raise refusal(404, "ResourceNotFoundException", NO_MAPPING)
        refuse_while_under_way(mapping)
        original(self, uuid)
        return mapping

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


def refuse_while_under_way(mapping: EventSourceMapping) -> None:
    """https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html#API_UpdateEventSourceMapping_Errors"""
    if mapping.get_configuration()["State"].endswith("ing"):
        why = "Cannot update or delete the event source mapping because it is in use."
        raise refusal(400, "ResourceInUseException", why)


def of_stream_or_queue(original: Any, backend: LambdaBackend, spec: dict[str, Any]) -> EventSourceMapping:
    """Plain moto knows no consumer of a stream: it is given the stream, and the mapping keeps the consumer."""
    source = spec["EventSourceArn"]
    mapping = original(backend, {**spec, "EventSourceArn": source.split("/consumer/")[0]})
    mapping.event_source_arn = source
    return mapping


def distant_mapping(backend: LambdaBackend, arn: str, spec: dict[str, Any]) -> EventSourceMapping:
    place = {"RegionName": backend.region_name, "AccountId": backend.account_id, "FunctionArn": arn}
    mapping = Distant({**spec, **place})
    backend._event_source_mappings[mapping.uuid] = mapping
    return mapping


def keep_more(mapping: EventSourceMapping, spec: dict[str, Any], access: list[dict[str, str]]) -> None:
    """What plain moto does not change, and of `access`, which was there before, the host that is never told again."""
    if "LoggingConfig" in spec:
        mapping.sandbox_logging = spec["LoggingConfig"]
    if config := spec.get("AmazonManagedKafkaEventSourceConfig"):
        mapping.kafka_config = {**(mapping.kafka_config or {}), **config}
    if config := spec.get("SelfManagedKafkaEventSourceConfig"):
        own = mapping.self_managed_kafka_event_source_config or {}
        mapping.self_managed_kafka_event_source_config = {**own, **config}
    if "SourceAccessConfigurations" in spec and kind_of(mapping.event_source_arn) == "mq":
        kept = [each for each in access if each["Type"] == "VIRTUAL_HOST"]
        mapping.source_access_config = [*spec["SourceAccessConfigurations"], *kept]


def read_from_here(mapping: EventSourceMapping) -> None:
    if mapping.enabled and kind_of(mapping.event_source_arn) in STREAMS:
        stream_polls.begin(mapping)


def twice(other: EventSourceMapping, spec: dict[str, Any]) -> str:
    name = other.function_arn.split(":function:")[1]
    rest = f"already exists. Please update or delete the existing mapping with UUID {other.uuid}"
    if kind_of(other.event_source_arn) == "self-managed":
        source = ",".join(servers(spec["SelfManagedEventSource"]))
        return (
            f'An event source mapping with event source ("{source}"), function ("{other.function_arn}"), '
            f'topics ("{",".join(other.topics)}") {rest}'
        )
    if ":sqs:" in other.event_source_arn:
        return f'An event source mapping with SQS arn (" {other.event_source_arn} ") and function (" {name} ") {rest}'
    return f'The event source arn (" {other.event_source_arn} ") and function (" {name} ") provided mapping {rest}'


def listed(mapping: EventSourceMapping) -> dict[str, Any]:
    configuration = mapping.get_configuration()
    return {**configuration, "FilterCriteria": None} if mapping.kms_key else configuration


def function_arn(backend: LambdaBackend, written: str) -> str:
    name, qualifier = split(written)
    backend.get_function(name, qualifier)
    return arn_of(backend.get_function(name, None), qualifier)


def unhook(mapping: EventSourceMapping) -> None:
    """Sources are polled (see poller): moto must not run the function inside SendMessage, PutRecord or PutItem too."""
    account, region = mapping.account_id, mapping.region
    sources = [
        *sqs_backends[account][region].queues.values(),
        *kinesis_backends[account][region].streams.values(),
        *dynamodb_backends[account][region].tables.values(),
    ]
    for source in sources:
        hooks = source.lambda_event_source_mappings
        for key in [key for key, hook in hooks.items() if hook is mapping]:
            del hooks[key]
