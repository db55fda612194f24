"""What could not be delivered goes to the target's dead-letter queue, with the reason, or nowhere.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from clients import of_service
from delivery.envelope import compact
from delivery.failure import Undelivered
from delivery.letters import attributes
from delivery.permission import refuse_stranger
from delivery.targets import send
from events.metrics import count
from patching import Sandbox

SERVICE = "events.amazonaws.com"


def bury(sandbox: Sandbox, rule: Any, target: dict[str, Any], event: dict[str, Any], failure: Undelivered) -> None:
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue is None:
        return
    told = {
        "RULE_ARN": rule.arn,
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": failure.code,
        "ERROR_MESSAGE": str(failure),
        "EXHAUSTED_RETRY_CONDITION": failure.exhausted,
        "RETRY_ATTEMPTS": str(failure.attempts),
    }
    try:
        refuse_stranger(queue, SERVICE, rule.arn)
        send(sandbox, of_service(SERVICE), queue, compact(event), {"MessageAttributes": attributes(told)})
        count(rule, "InvocationsSentToDlq")
    except (Undelivered, BotoCoreError, ClientError):
        count(rule, "InvocationsFailedToBeSentToDlq")
