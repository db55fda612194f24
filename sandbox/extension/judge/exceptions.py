"""Where AWS's models say other than AWS does, each with its reason."""

from __future__ import annotations

from typing import Any

PATTERNS_NOT_KEPT: dict[str, str] = {}
"""Shapes whose pattern AWS does not enforce."""

SAID_BY_THE_SERVICE: dict[tuple[str, str], str] = {
    ("lambda", "Runtime"): "awslambda knows which runtimes may still be created, and AWS's own words",
    ("s3", "FilterRuleName"): "S3 takes any case, and says another code of other words: s3.notification",
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


def said_by_the_service(service: str, shape: Any) -> bool:
    """Whether the shape, or what its list or map is made of, is one of those."""
    shapes = [shape, *(getattr(shape, part, None) for part in ("member", "key", "value"))]
    return any((service, each.name) in SAID_BY_THE_SERVICE for each in shapes if hasattr(each, "name"))
