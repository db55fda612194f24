"""What AWS refuses of a subscription's attributes, and who made it. Plain moto takes any redrive policy and any truth."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import request
from moto.sns.exceptions import SNSInvalidParameter, SNSNotFoundError
from moto.sns.models import SNSBackend
from moto.sns.responses import SNSResponse

from caller import access_key, principal, role_of
from patching import Sandbox, replaces

QUEUE = re.compile(r"arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]{1,80}(\.fifo)?")
SCOPES = ("MessageAttributes", "MessageBody")
REMOVED_BY_NOTHING = ("RedrivePolicy", "DeliveryPolicy", "FilterPolicy")
KNOWN = ("FilterPolicyScope", "RawMessageDelivery", "ReplayPolicy", "SubscriptionRoleArn", *REMOVED_BY_NOTHING)
"""https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html"""


def apply(sandbox: Sandbox) -> None:
    @replaces(SNSResponse, "subscribe")
    def subscribe(original: Any, self: Any) -> Any:
        given = self._get_param("Attributes") or {}
        for name, value in given.items():
            why = fault_of(name, value)
            if why:
                raise SNSInvalidParameter(f"Invalid parameter: Attributes Reason: {why}")
        why = fault_of_scope(given)
        if why:
            raise SNSInvalidParameter(f"Invalid parameter: {why}")
        answer = original(self)
        found = self.backend.subscriptions[answer.result["SubscriptionArn"]]
        who = role_of(principal(access_key(request.environ), self.current_account))
        found.attributes.setdefault("SubscriptionPrincipal", who)
        return answer

    @replaces(SNSResponse, "set_subscription_attributes")
    def set_subscription_attributes(original: Any, self: Any) -> Any:
        arn, name = self._get_param("SubscriptionArn"), self._get_param("AttributeName")
        if arn not in self.backend.subscriptions:
            raise SNSNotFoundError("Subscription does not exist")
        value = self._get_param("AttributeValue")
        there = self.backend.subscriptions[arn].attributes
        why = fault_of(name, value or "") or fault_of_scope({**there, name: value})
        if name == "RedrivePolicy" and value == "":
            why = "RedrivePolicy: an empty text is no policy; leave the value out to take it away"
        if why:
            raise SNSInvalidParameter(f"Invalid parameter: {why}")
        answer = original(self)
        attributes = self.backend.subscriptions[arn].attributes
        if name in REMOVED_BY_NOTHING and not attributes.get(name):
            del attributes[name]
        return answer

    @replaces(SNSBackend, "set_subscription_attributes")
    def known(original: Any, self: Any, arn: str, name: str, value: Any) -> None:
        if name in ("ReplayPolicy", "ReplayStatus"):
            raise NotImplementedError("the sandbox replays no archive")
        original(self, arn, name, value)


def fault_of_scope(attributes: dict[str, Any]) -> str | None:
    """Of a filter and its scope together, whichever was sent last: in recorded answers a filter of attributes is flat."""
    try:
        policy = json.loads(attributes.get("FilterPolicy") or "{}")
    except ValueError:
        return None
    nests = isinstance(policy, dict) and any(isinstance(one, dict) for one in policy.values())
    if nests and attributes.get("FilterPolicyScope", "MessageAttributes") != "MessageBody":
        return "Filter policy scope MessageAttributes does not support nested filter policy"
    return None


def fault_of(name: str, value: str) -> str | None:
    if name == "RawMessageDelivery" and value.lower() not in ("true", "false"):
        return f"RawMessageDelivery: Invalid value [{value}]. Must be true or false."
    if name == "FilterPolicyScope" and value not in SCOPES:
        return f"FilterPolicyScope: Invalid value [{value}]. Please use either MessageBody or MessageAttributes"
    if name in REMOVED_BY_NOTHING and value:
        try:
            document = json.loads(value)
        except ValueError as error:
            return f"{name}: failed to parse JSON. {error}"
        if name == "RedrivePolicy" and not QUEUE.fullmatch(str(document.get("deadLetterTargetArn"))):
            return "RedrivePolicy: deadLetterTargetArn is an invalid arn"
    return None if name in KNOWN else "AttributeName"
