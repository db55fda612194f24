"""Events that fit a subscription filter reach its function, after the answer, where the function's policy lets Logs in.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html. Plain moto looks at no pattern, asks no
policy, calls no qualifier, and fails PutLogEvents when the function does.
"""

from __future__ import annotations

import base64
import gzip
import json
import logging
import shlex
import threading
from typing import Any

from moto.logs.models import LogStream

from clients import of_service
from delivery.failure import Undelivered
from delivery.targets import call
from logs.subscription_filters import SERVICE, lets_in
from patching import Sandbox, replaces

log = logging.getLogger("sandbox")


def apply(sandbox: Sandbox) -> None:
    @replaces(LogStream, "_send_log_events")
    def send_log_events(
        original: Any, self: Any, service: str, destination_arn: str, filter_name: str, log_events: list[dict[str, Any]]
    ) -> None:
        pattern = self.log_group.subscription_filters[filter_name].filter_pattern
        fitting = [event for event in log_events if fits(pattern, event["message"])]
        if not fitting:
            return
        if service != "lambda":
            original(self, service, destination_arn, filter_name, fitting)
            return
        told = {
            "messageType": "DATA_MESSAGE",
            "owner": self.account_id,
            "logGroup": self.log_group.name,
            "logStream": self.log_stream_name,
            "subscriptionFilters": [filter_name],
            "logEvents": fitting,
        }
        data = base64.b64encode(gzip.compress(json.dumps(told, separators=(",", ":")).encode())).decode()
        payload = json.dumps({"awslogs": {"data": data}}, separators=(",", ":"))
        given = (sandbox, self.log_group, destination_arn, payload)
        threading.Thread(target=deliver, args=given, daemon=True).start()


def deliver(sandbox: Sandbox, group: Any, function: str, payload: str) -> None:
    try:
        if lets_in(function, group):
            call(sandbox, of_service(SERVICE), function, payload)
    except Undelivered:
        # Logs has no dead letters.
        pass
    except Exception:
        # There is nobody left who could be told.
        log.error("log group %s: delivery to %s failed", group.name, function, exc_info=True)


def fits(pattern: str, message: str) -> bool:
    """Terms alone, each of which must be there, or must not (-), or of which one must (?). Others take every event."""
    pattern = pattern.strip()
    if pattern.startswith(("{", "[", "%")):
        return True
    terms = shlex.split(pattern)
    either = [term[1:] for term in terms if term.startswith("?")]
    without = [term[1:] for term in terms if term.startswith("-")]
    each = [term for term in terms if not term.startswith(("?", "-"))]
    return (
        all(term in message for term in each)
        and not any(term in message for term in without)
        and (not either or any(term in message for term in either))
    )
