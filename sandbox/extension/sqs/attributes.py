"""A queue's attributes stay until they are changed, and come back as AWS writes them.

Plain moto drops the policy whenever another attribute is set, spaces the JSON of policies, writes fractions of
seconds, does not know who may use a queue as dead-letter queue, and takes a queue with a key of KMS for one that
SQS encrypts as well.
"""

from __future__ import annotations

import json
from typing import Any

from moto.sqs.models import Queue

from patching import Sandbox, adds, replaces

POLICIES = ("Policy", "RedrivePolicy", "RedriveAllowPolicy")
TIMES = ("CreatedTimestamp", "LastModifiedTimestamp")


def apply(sandbox: Sandbox) -> None:
    adds(Queue, "redrive_allow_policy")(None)
    Queue.BASE_ATTRIBUTES.append("RedriveAllowPolicy")

    @replaces(Queue, "_set_attributes")
    def set_attributes(original: Any, self: Any, attributes: dict[str, Any], now: float | None = None) -> None:
        policy = getattr(self, "policy", None)
        original(self, attributes, now)
        if "Policy" not in attributes:
            self.policy = policy
        if attributes.get("KmsMasterKeyId"):
            self.sqs_managed_sse_enabled = False

    attributes_of = Queue.attributes.fget

    def attributes(self: Any) -> dict[str, Any]:
        found = attributes_of(self)
        for name in POLICIES:
            found[name] = compact(found[name]) if found[name] else None
        for name in TIMES:
            found[name] = int(found[name])
        return found

    Queue.attributes = property(attributes)


def compact(text: str) -> str:
    return json.dumps(json.loads(text), separators=(",", ":"))
