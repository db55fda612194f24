"""The calls that a pipe makes, under its role: of its enrichment, which answers, and of its target.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html. Functions and state machines get all
events of a batch at once; of queues, topics and buses each is one message.
"""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from clients import client_of
from delivery.envelope import compact
from delivery.failure import Undelivered, of_error
from delivery.roles import session_for
from delivery.targets import send, service_of
from patching import Sandbox
from pipes.inputs import dynamic, handed
from pipes.reading import SERVICE

WAITS = "REQUEST_RESPONSE"


def enriched(sandbox: Sandbox, pipe: Any, events: list[Any]) -> list[Any]:
    """What comes back in their place: none, where nothing is to go on. Raises Undelivered."""
    if not pipe.enrichment:
        return events
    template = (pipe.enrichment_parameters or {}).get("InputTemplate")
    payload = compact([handed(pipe, template, event) for event in events])
    answer = called(sandbox, pipe, pipe.enrichment, payload, WAITS)
    return answer if isinstance(answer, list) else [answer]


def delivered(sandbox: Sandbox, pipe: Any, events: list[Any]) -> Any:
    """What the target answers, where it does. Raises Undelivered."""
    parameters = pipe.target_parameters or {}
    made = [handed(pipe, parameters.get("InputTemplate"), event) for event in events]
    service = service_of(pipe.target)
    if service in ("lambda", "states"):
        own = parameters.get("LambdaFunctionParameters") or parameters.get("StepFunctionStateMachineParameters") or {}
        return called(sandbox, pipe, pipe.target, compact(made), own.get("InvocationType", WAITS))
    for event, one in zip(events, made, strict=True):
        told(sandbox, pipe, event, one if isinstance(one, str) else compact(one))
    return None


def called(sandbox: Sandbox, pipe: Any, arn: str, payload: str, invocation: str) -> Any:
    session = session_for(pipe.role_arn, arn, SERVICE, pipe.arn)
    service, region = service_of(arn), arn.split(":")[3]
    try:
        if service == "lambda":
            kind = "RequestResponse" if invocation == WAITS else "Event"
            client = client_of(sandbox, "lambda", region, session)
            answer = client.invoke(FunctionName=arn, InvocationType=kind, Payload=payload.encode())
            return answered(answer["Payload"].read(), "FunctionError" in answer)
        if service == "states":
            client = client_of(sandbox, "stepfunctions", region, session)
            if invocation == WAITS:
                ran = client.start_sync_execution(stateMachineArn=arn, input=payload)
                return answered(ran.get("output", "null").encode(), ran["status"] != "SUCCEEDED")
            client.start_execution(stateMachineArn=arn, input=payload)
            return None
    except (BotoCoreError, ClientError) as error:
        raise of_error(error) from error
    raise NotImplementedError(f"the sandbox's pipes call nothing at {arn}")


def answered(payload: bytes, failed: bool) -> Any:
    if failed:
        raise Undelivered("ERROR_FROM_TARGET", payload.decode(errors="replace"), passing=True)
    return json.loads(payload) if payload else None


def told(sandbox: Sandbox, pipe: Any, event: Any, text: str) -> None:
    arn = pipe.target
    session = session_for(pipe.role_arn, arn, SERVICE, pipe.arn)
    service, region, parameters = service_of(arn), arn.split(":")[3], pipe.target_parameters or {}
    try:
        if service == "sqs":
            own = parameters.get("SqsQueueParameters") or {}
            send(sandbox, session, arn, text, {name: dynamic(value, event) for name, value in own.items()})
        elif service == "sns":
            client_of(sandbox, "sns", region, session).publish(TopicArn=arn, Message=text)
        elif service == "kinesis":
            key = dynamic(parameters["KinesisStreamParameters"]["PartitionKey"], event)
            client = client_of(sandbox, "kinesis", region, session)
            client.put_record(StreamARN=arn, PartitionKey=key, Data=text.encode())
        elif ":event-bus/" in arn:
            own = parameters.get("EventBridgeEventBusParameters") or {}
            entry = {
                "EventBusName": arn,
                "Source": dynamic(own.get("Source", f"Pipe {pipe.name}"), event),
                "DetailType": dynamic(own.get("DetailType", "Event from " + str(event.get("eventSource"))), event),
                "Detail": text,
                "Resources": [dynamic(one, event) for one in own.get("Resources") or []],
            }
            client_of(sandbox, "events", region, session).put_events(Entries=[entry])
        else:
            raise NotImplementedError(f"the sandbox's pipes tell nothing to {arn}")
    except (BotoCoreError, ClientError) as error:
        raise of_error(error) from error
