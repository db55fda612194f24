"""The call that a target is reached by."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from clients import client_of
from delivery.failure import Undelivered, of_error
from patching import Sandbox
from role_sessions import Session

ACTIONS = {
    "lambda": "lambda:InvokeFunction",
    "sqs": "sqs:SendMessage",
    "sns": "sns:Publish",
    "states": "states:StartExecution",
    "events": "events:InvokeApiDestination",
    "kinesis": "kinesis:PutRecord",
}
"""What whoever calls a target must be permitted, by the service that its ARN names."""
TO_BUS = "events:PutEvents"
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 2.0
"""AWS waits longer from time to time, up to minutes. Here it is fractions of a second, so that a test sees the end."""


@dataclass(frozen=True)
class Retries:
    """Both limits are AWS's defaults: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html"""

    attempts: int = 185
    seconds: int = 86_400

    @staticmethod
    def of(policy: dict[str, Any] | None) -> Retries:
        given = policy or {}
        return Retries(given.get("MaximumRetryAttempts", 185), given.get("MaximumEventAgeInSeconds", 86_400))


def service_of(arn: str) -> str:
    return arn.split(":")[2]


def action_of(arn: str) -> str | None:
    """None: whoever calls it needs no permission that the sandbox knows."""
    return TO_BUS if ":event-bus/" in arn else ACTIONS.get(service_of(arn))


def call(sandbox: Sandbox, session: Session, arn: str, payload: str, group: str | None = None) -> None:
    """Hands `payload` over once. `group` is the message group of a FIFO queue."""
    service, region = service_of(arn), arn.split(":")[3]
    try:
        if service == "lambda":
            client = client_of(sandbox, "lambda", region, session)
            client.invoke(FunctionName=arn, InvocationType="Event", Payload=payload.encode())
        elif service == "sqs":
            send(sandbox, session, arn, payload, {"MessageGroupId": group} if group else {})
        elif service == "sns":
            client_of(sandbox, "sns", region, session).publish(TopicArn=arn, Message=payload)
        elif service == "states":
            client = client_of(sandbox, "stepfunctions", region, session)
            client.start_execution(stateMachineArn=arn, input=payload)
        else:
            raise NotImplementedError(f"the sandbox delivers nothing to {arn}")
    except (BotoCoreError, ClientError) as error:
        raise of_error(error) from error


def send(sandbox: Sandbox, session: Session, arn: str, body: str, more: dict[str, Any]) -> None:
    """A message to a queue."""
    _, _, _, region, account, name = arn.split(":")
    url = f"{sandbox.gateway}/{account}/{name}"
    client_of(sandbox, "sqs", region, session).send_message(QueueUrl=url, MessageBody=body, **more)


def persist(work: Callable[[], None], retries: Retries) -> None:
    """Does `work`, again and again while that may help.

    Raises Undelivered: what was wrong at last.
    """
    began = time.monotonic()
    tried = 0
    while True:
        try:
            return work()
        except Undelivered as failure:
            failure.attempts = tried
            if not failure.passing:
                raise
            if tried >= retries.attempts:
                failure.exhausted = "MaximumRetryAttempts"
                raise
            if time.monotonic() - began >= retries.seconds:
                failure.exhausted = "MaximumEventAgeInSeconds"
                raise
        time.sleep(min(FIRST_PAUSE_SECONDS * 2**tried, LONGEST_PAUSE_SECONDS))
        tried += 1
