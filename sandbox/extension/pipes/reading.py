"""What stands between a pipe and its source, as AWS finds out when it makes the pipe.

The words about a dead-letter queue are AWS's; the others are formed like them.
"""

from __future__ import annotations

from typing import Any

from awslambda.mapping_checks import READS, queue_of
from awslambda.streams import stream_of
from iam.permits import permits
from iam.trust import trusts
from pipes.parameters import of_source, source_kind

SERVICE = "pipes.amazonaws.com"
INVALID = "Input parameter is invalid from the request due to : "


def why_not(pipe: Any) -> str | None:
    """None: nothing does."""
    role, source, kind = pipe.role_arn, pipe.source, source_kind(pipe.source)
    facts = {"aws:sourcearn": pipe.arn, "aws:sourceaccount": pipe.account_id}
    if not trusts(role, {"Service": SERVICE}, facts):
        return f"{INVALID}{SERVICE} is not authorized to assume {role}"
    there = queue_of(source) if kind == "sqs" else stream_of(source) if kind in READS else source
    if there is None:
        return f"{INVALID}Source {source} does not exist"
    for action in READS.get(kind, ()):
        if not permits(role, f"{kind}:{action}", source):
            return f"{INVALID}{role} is not authorized to perform: {kind}:{action} on resource: {source}"
    letters = (of_source(pipe).get("DeadLetterConfig") or {}).get("Arn")
    if letters and (queue_of(letters) is None or not permits(role, "sqs:SendMessage", letters)):
        return f"{INVALID}Error occurred while sending message to SQS queue: {letters}"
    return None
