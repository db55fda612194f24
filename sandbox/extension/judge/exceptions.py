"""Where AWS's models say other than AWS does, each with its reason."""

from __future__ import annotations

PATTERNS_NOT_KEPT: dict[str, str] = {}
"""Shapes whose pattern AWS does not enforce."""

SAID_BY_THE_SERVICE: dict[tuple[str, str], str] = {
    ("lambda", "Runtime"): "awslambda knows which runtimes may still be created, and AWS's own words",
    ("sqs", "QueueAttributeName"): "sqs.refusals: InvalidAttributeName, in SQS's words",
}
"""Shapes whose refusal is not the model's."""

CREATING = "while an update is in progress AWS answers Creating, which the model's list lacks"

ANSWERS_UNLIKE_THE_MODEL: dict[tuple[str, str], dict[str, str]] = {
    ("lambda", "GetFunctionCodeSigningConfig"): {
        "CodeSigningConfigArn": "AWS leaves it out when the function has none, which the model calls required"
    },
    ("lambda", "GetFunction"): {"Configuration.LastUpdateStatusReasonCode": CREATING},
    ("lambda", "GetFunctionConfiguration"): {"LastUpdateStatusReasonCode": CREATING},
    ("lambda", "UpdateFunctionCode"): {"LastUpdateStatusReasonCode": CREATING},
    ("lambda", "UpdateFunctionConfiguration"): {"LastUpdateStatusReasonCode": CREATING},
}
"""By signing name and operation: members that AWS itself answers otherwise, or that moto does and nobody reads."""
