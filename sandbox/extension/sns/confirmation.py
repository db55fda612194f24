"""A subscription by mail or over HTTP is pending until somebody confirms it with the token that was sent there.

https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html. Plain moto confirms everything at once. No
mail is sent here, so that nobody learns its token; an address over HTTP is sent the request for confirmation.
"""

from __future__ import annotations

import re
import secrets
import threading
import uuid
from typing import Any
from urllib.parse import urlencode

import requests
from moto.core.responses import ActionResult
from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.models import Subscription
from moto.sns.responses import SNSResponse

from patching import Sandbox, replaces

CONFIRMED_BY_SOMEBODY = ("email", "email-json", "http", "https")
TOKEN = re.compile(r"[0-9a-f]{64,}")
PATIENCE_SECONDS = 15


def apply(sandbox: Sandbox) -> None:
    @replaces(SNSResponse, "subscribe")
    def subscribe(original: Any, self: Any) -> Any:
        before = set(self.backend.subscriptions)
        answer = original(self)
        found = self.backend.subscriptions[answer.result["SubscriptionArn"]]
        if found.protocol in CONFIRMED_BY_SOMEBODY and found.arn not in before:
            found.attributes |= {"PendingConfirmation": True, "ConfirmationWasAuthenticated": False}
            found.sandbox_token = secrets.token_hex(32)
            if found.protocol.startswith("http"):
                threading.Thread(target=ask, args=(sandbox, found), daemon=True).start()
        if is_pending(found) and str(self._get_param("ReturnSubscriptionArn")).lower() != "true":
            return ActionResult({"SubscriptionArn": "pending confirmation"})
        return answer

    @replaces(SNSResponse, "confirm_subscription")
    def confirm_subscription(original: Any, self: Any) -> Any:
        topic, token = self._get_param("TopicArn"), self._get_param("Token") or ""
        if not TOKEN.fullmatch(token):
            raise SNSInvalidParameter("Invalid token")
        kept = list(self.backend.subscriptions.values())
        found = next((each for each in kept if getattr(each, "sandbox_token", None) == token), None)
        if found is None:
            raise SNSInvalidParameter("Invalid parameter: Token")
        if found.topic.arn != topic:
            raise SNSInvalidParameter("Invalid parameter: Topic")
        wanted = str(self._get_param("AuthenticateOnUnsubscribe")).lower() == "true"
        found.attributes |= {"PendingConfirmation": False, "ConfirmationWasAuthenticated": wanted}
        return ActionResult({"SubscriptionArn": found.arn})

    def listed(operation: str) -> None:
        @replaces(SNSResponse, operation)
        def answer(original: Any, self: Any) -> Any:
            given = original(self).result
            told = [told_of(each) for each in given["Subscriptions"]]
            token = given["NextToken"]
            return ActionResult({"Subscriptions": told, **({} if token is None else {"NextToken": str(token)})})

    listed("list_subscriptions")
    listed("list_subscriptions_by_topic")

    @replaces(Subscription, "publish")
    def publish(original: Any, self: Any, *given: Any, **named: Any) -> None:
        if not is_pending(self):
            original(self, *given, **named)


def is_pending(subscription: Any) -> bool:
    return subscription.attributes["PendingConfirmation"] is True


def told_of(subscription: Any) -> dict[str, str]:
    return {
        "SubscriptionArn": "PendingConfirmation" if is_pending(subscription) else subscription.arn,
        "Owner": subscription.owner,
        "Protocol": subscription.protocol,
        "Endpoint": subscription.endpoint,
        "TopicArn": subscription.topic.arn,
    }


def ask(sandbox: Sandbox, subscription: Any) -> None:
    topic, token, message = subscription.topic.arn, subscription.sandbox_token, str(uuid.uuid4())
    query = urlencode({"Action": "ConfirmSubscription", "TopicArn": topic, "Token": token})
    how = "To confirm the subscription, visit the SubscribeURL included in this message."
    body = {
        "Type": "SubscriptionConfirmation",
        "MessageId": message,
        "Token": token,
        "TopicArn": topic,
        "Message": f"You have chosen to subscribe to the topic {topic}.\n{how}",
        "SubscribeURL": f"{sandbox.gateway}/?{query}",
        "Timestamp": iso_8601_datetime_with_milliseconds(),
        "SignatureVersion": "1",
        "Signature": "sandbox",
        "SigningCertURL": f"{sandbox.gateway}/sandbox.pem",
    }
    headers = {
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
        "x-amz-sns-message-type": "SubscriptionConfirmation",
        "x-amz-sns-message-id": message,
        "x-amz-sns-topic-arn": topic,
    }
    try:
        requests.post(subscription.endpoint, json=body, headers=headers, timeout=PATIENCE_SECONDS)
    except requests.RequestException:
        # Nobody is there, who could confirm it: it stays pending.
        return
