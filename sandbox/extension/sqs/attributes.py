"""A queue's attributes stay until they are changed, and come back as AWS writes them.

Plain moto drops the policy whenever another attribute is set, spaces the JSON of a redrive policy, and does not
know who may use a queue as dead-letter queue.
"""

from __future__ import annotations

import json
from typing import Any

from moto.sqs.models import Queue

from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(Queue, "_set_attributes")
    def set_attributes(original: Any, self: Any, attributes: dict[str, Any], now: float | None = None) -> None:
        given = dict(attributes)
        if "RedriveAllowPolicy" in given:
            policy = given.pop("RedriveAllowPolicy")
            self.allowed_sources = json.dumps(json.loads(policy), separators=(",", ":")) if policy else None
        given.setdefault("Policy", getattr(self, "policy", None))
        original(self, given, now)
        if attributes.get("KmsMasterKeyId"):
            self.sqs_managed_sse_enabled = False

    attributes_of = Queue.attributes.fget

    def attributes(self: Any) -> dict[str, Any]:
        found = attributes_of(self)
        if found.get("RedrivePolicy"):
            found["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        if getattr(self, "allowed_sources", None):
            found["RedriveAllowPolicy"] = self.allowed_sources
        return found

    Queue.attributes = property(attributes)
