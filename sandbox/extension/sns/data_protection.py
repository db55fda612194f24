"""A standard topic's data protection policy is kept. Plain moto knows none. Nothing is masked by it."""

from __future__ import annotations

import json
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.responses import SNSResponse

from patching import Sandbox, adds, replaces


def apply(sandbox: Sandbox) -> None:
    @adds(SNSResponse, "put_data_protection_policy")
    def put(self: Any) -> Any:
        topic = self.backend.get_topic(self._get_param("ResourceArn"))
        keep(topic, self._get_param("DataProtectionPolicy"))
        return EmptyResult()

    @adds(SNSResponse, "get_data_protection_policy")
    def get(self: Any) -> Any:
        topic = self.backend.get_topic(self._get_param("ResourceArn"))
        policy = getattr(topic, "sandbox_data_protection", None)
        return ActionResult({"DataProtectionPolicy": policy} if policy else {})

    @replaces(SNSResponse, "create_topic")
    def create_topic(original: Any, self: Any) -> Any:
        answer = original(self)
        policy = self._get_param("DataProtectionPolicy")
        if policy:
            keep(self.backend.get_topic(answer.result["TopicArn"]), policy)
        return answer


def keep(topic: Any, policy: str | None) -> None:
    """An empty text removes it."""
    if topic.fifo_topic:
        raise SNSInvalidParameter("Invalid parameter: DataProtectionPolicy Reason: not for a FIFO topic")
    try:
        json.loads(policy or "{}")
    except ValueError:
        raise SNSInvalidParameter("Invalid parameter: DataProtectionPolicy Reason: failed to parse JSON") from None
    topic.sandbox_data_protection = policy or None
