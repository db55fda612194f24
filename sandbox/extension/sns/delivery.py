"""A topic reaches functions and queues whose policies let it in; what it cannot deliver goes to the subscription's dead-letter queue.

https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html. Plain moto asks no policy, and fails the whole
Publish when a queue is gone.
"""

from __future__ import annotations

import json
from typing import Any

from moto.sns.models import Subscription
from moto.sqs.models import sqs_backends

from delivery.failure import Undelivered
from delivery.permission import refuse_stranger
from patching import Sandbox, replaces

SERVICE = "sns.amazonaws.com"
ASKED = ("lambda", "sqs")


def apply(sandbox: Sandbox) -> None:
    @replaces(Subscription, "publish")
    def publish(original: Any, self: Any, message: str, message_id: str, *given: Any, **named: Any) -> None:
        if self.protocol not in ASKED:
            original(self, message, message_id, *given, **named)
            return
        matcher = self._filter_policy_matcher
        if matcher is not None and not matcher.matches(named.get("message_attributes"), message):
            return
        try:
            refuse_stranger(self.endpoint, SERVICE, self.topic.arn)
        except Undelivered:
            redrive(self, message, message_id, named)
            return
        original(self, message, message_id, *given, **named)


def redrive(subscription: Any, message: str, message_id: str, named: dict[str, Any]) -> None:
    policy = subscription.attributes.get("RedrivePolicy")
    queue = json.loads(policy)["deadLetterTargetArn"] if policy else None
    if queue is None:
        return
    try:
        refuse_stranger(queue, SERVICE, subscription.topic.arn)
    except Undelivered:
        return
    if named.get("message_structure") == "json":
        message = subscription._parse_message_structure(message, subscription.protocol)
    raw = subscription.attributes.get("RawMessageDelivery") is True
    attributes = named.get("message_attributes")
    body = message if raw else json.dumps(subscription.get_post_data(message, message_id, named.get("subject"), attributes))
    _, _, _, region, account, name = queue.split(":")
    sqs_backends[account][region].send_message(
        name,
        body,
        group_id=named.get("group_id"),
        deduplication_id=named.get("deduplication_id"),
        validate_group_id=False,
    )
