"""A topic's attributes stay as they were put, and those that were never put are not shown.

Plain moto drops tracing, the version of signatures, the archive of a FIFO topic and the status of deliveries, always
shows an empty delivery policy, applies none, counts no subscription, and takes any name for an attribute.
"""

from __future__ import annotations

import json
import re
from typing import Any

from moto.core.responses import ActionResult
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.models import SNSBackend, Topic
from moto.sns.responses import SNSResponse

from patching import Sandbox, replaces

KEPT = ("TracingConfig", "SignatureVersion", "ArchivePolicy", "FifoThroughputScope", "MaximumMessageSize")
RATE = re.compile(r"\d{1,3}")
STATUS = re.compile(r"(Application|Firehose|HTTP|Lambda|SQS)(Success|Failure)Feedback(RoleArn|SampleRate)")
KNOWN = ("DeliveryPolicy", "DisplayName", "KmsMasterKeyId", "Policy", "ContentBasedDeduplication")
"""https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html"""
ALLOWED = {
    "TracingConfig": ("Active", "PassThrough"),
    "SignatureVersion": ("1", "2"),
    "FifoThroughputScope": ("Topic", "MessageGroup"),
}
RETRIES = {
    "minDelayTarget": 20,
    "maxDelayTarget": 20,
    "numRetries": 3,
    "numMaxDelayRetries": 0,
    "numNoDelayRetries": 0,
    "numMinDelayRetries": 0,
    "backoffFunction": "linear",
}
DELIVERY = {
    "defaultHealthyRetryPolicy": RETRIES,
    "disableSubscriptionOverrides": False,
    "defaultRequestPolicy": {"headerContentType": "text/plain; charset=UTF-8"},
}
"""Over HTTP, where a topic has no policy of its own."""


def apply(sandbox: Sandbox) -> None:
    @replaces(SNSBackend, "create_topic")
    def create_topic(original: Any, self: Any, name: str, attributes: Any = None, tags: Any = None) -> Topic:
        given = dict(attributes or {})
        for attribute, value in given.items():
            if attribute != "FifoTopic":
                refuse(attribute, value, fifo=name.endswith(".fifo"))
        own = {attribute: given.pop(attribute) for attribute in list(given) if is_kept(attribute)}
        known = f"arn:aws:sns:{self.region_name}:{self.account_id}:{name}" in self.topics
        topic = original(self, name, given, tags)
        if not known:
            kept(topic).update(own)
        return topic

    @replaces(SNSResponse, "set_topic_attributes")
    def set_topic_attributes(original: Any, self: Any) -> Any:
        name, value = self._get_param("AttributeName"), self._get_param("AttributeValue") or ""
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        refuse(name, value, fifo=topic.fifo_topic)
        if not is_kept(name):
            return original(self)
        kept(topic)[name] = value
        if value in ("", "{}"):
            del kept(topic)[name]
        return ActionResult({})

    @replaces(SNSResponse, "get_topic_attributes")
    def get_topic_attributes(original: Any, self: Any) -> ActionResult:
        answer = original(self)
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        told = answer.result["Attributes"]
        own = json.loads(told["DeliveryPolicy"] or "{}").get("http", {})
        if not told["DeliveryPolicy"]:
            del told["DeliveryPolicy"]
        told["EffectiveDeliveryPolicy"] = json.dumps({"http": DELIVERY | own}, separators=(",", ":"))
        subscriptions = self.backend._get_topic_subscriptions(topic)
        pending = sum(str(each.attributes["PendingConfirmation"]).lower() == "true" for each in subscriptions)
        counted = {"SubscriptionsPending": str(pending), "SubscriptionsConfirmed": str(len(subscriptions) - pending)}
        return ActionResult({"Attributes": told | kept(topic) | counted})


def kept(topic: Topic) -> dict[str, str]:
    """Attributes that moto does not know, by name."""
    found: dict[str, str] = topic.__dict__.setdefault("sandbox_attributes", {})
    return found


def is_kept(name: str) -> bool:
    return name in KEPT or STATUS.fullmatch(name) is not None


def refuse(name: str, value: Any, fifo: bool) -> None:
    if not is_kept(name) and name not in KNOWN:
        raise SNSInvalidParameter("Invalid parameter: AttributeName")
    if name in ALLOWED and value not in ALLOWED[name]:
        raise SNSInvalidParameter(f"Invalid parameter: {name}")
    if name.endswith("SampleRate") and not (RATE.fullmatch(value) and int(value) <= 100):
        # An empty text takes a role away, and no rate: https://github.com/go-to-k/cdkd/pull/1531
        raise SNSInvalidParameter(f"Invalid parameter: {name}")
    if name == "MaximumMessageSize" and not (value.isdecimal() and 1024 <= int(value) <= 1_048_576):
        # https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html
        raise SNSInvalidParameter(f"Invalid parameter: {name}")
    if name in ("ArchivePolicy", "FifoThroughputScope", "ContentBasedDeduplication") and not fifo:
        raise SNSInvalidParameter(f"Invalid parameter: {name} Reason: not a FIFO topic")
    if name == "ArchivePolicy" and value not in ("", "{}"):
        days = json.loads(value).get("MessageRetentionPeriod")
        if not str(days).isdecimal() or not 1 <= int(days) <= 365:
            raise SNSInvalidParameter("Invalid parameter: ArchivePolicy Reason: a retention of 1 to 365 days is wanted")
