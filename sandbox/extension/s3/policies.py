"""Statements of a bucket policy bind only where their conditions hold.

AWS evaluates conditions. Plain moto takes a Deny with any condition for a Deny of everything. Calls count as
made over TLS, because the sandbox's own plain HTTP stands for it, unless they say `x-sandbox-transport: plain`.
"""

from __future__ import annotations

import json
import math
from datetime import datetime, timezone
from typing import Any
from xml.etree import ElementTree

from flask import has_request_context, request
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket

from caller import access_key, principal, role_of
from iam.conditions import holds, in_list
from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(FakeBucket, "get_permission")
    def get_permission(original: Any, self: Any, action: str, resource: str) -> Any:
        if self.policy is None:
            return original(self, action, resource)
        facts = known(sandbox.account)
        action = action_of(action)
        document = json.loads(self.policy)
        binding = [
            {key: value for key, value in statement.items() if key != "Condition"}
            for statement in in_list(document["Statement"])
            if holds(statement.get("Condition", {}), facts)
        ]
        policy = IAMPolicy(json.dumps({**document, "Statement": binding}))
        # Whoever asks to bypass a lock has to be let do that as well.
        asked = [action, BYPASS] if bypassing() else [action]
        answers = [policy.is_action_permitted(each, resource) for each in asked]
        return PermissionResult.DENIED if PermissionResult.DENIED in answers else answers[0]


# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html. Plain moto names the method.
SUBRESOURCES = {
    "s3:PutObject": {
        "acl": "s3:PutObjectAcl",
        "encryption": "s3:UpdateObjectEncryption",
        "legal-hold": "s3:PutObjectLegalHold",
        "retention": "s3:PutObjectRetention",
        "tagging": "s3:PutObjectTagging",
    },
    "s3:DeleteObject": {"tagging": "s3:DeleteObjectTagging", "versionId": "s3:DeleteObjectVersion"},
}
BYPASS = "s3:BypassGovernanceRetention"
METHODS = {"s3:HeadObject": "s3:GetObject", "s3:PostObject": "s3:PutObject"}
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html: keys that are headers.
HEADERS = (
    "if-match",
    "if-none-match",
    "x-amz-acl",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-customer-algorithm",
)


def action_of(action: str) -> str:
    if not has_request_context():
        return action
    named = METHODS.get(action, action)
    return next((name for part, name in SUBRESOURCES.get(named, {}).items() if part in request.args), named)


def known(account: str) -> dict[str, str | None]:
    who = principal(access_key(request.environ), account) if has_request_context() else f"arn:aws:iam::{account}:root"
    return {
        "aws:securetransport": "false" if plainly() else "true",
        "aws:principalaccount": account,
        "aws:principalarn": role_of(who),
        **{f"s3:{name}": request.headers.get(name) if has_request_context() else None for name in HEADERS},
        **(lock_asked_for() if has_request_context() else {}),
    }


def lock_asked_for() -> dict[str, str | None]:
    """What the request says of Object Lock, by headers of an upload or the body of PutObjectRetention.

    How AWS rounds what is left of a day is written nowhere; a part of one counts as one here.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-retention-limits
    """
    fields = ("mode", "retain-until-date", "event-hold")
    mode, until, hold = (request.headers.get(f"x-amz-object-lock-{field}") for field in fields)
    if "retention" in request.args:
        written = {each.tag.split("}")[-1]: each.text for each in ElementTree.fromstring(request.get_data()).iter()}
        mode, until = written.get("Mode"), written.get("RetainUntilDate")
    left = None if until is None else datetime.fromisoformat(until.replace("Z", "+00:00")) - datetime.now(timezone.utc)
    return {
        "s3:object-lock-mode": mode,
        "s3:object-lock-event-hold": hold,
        "s3:object-lock-remaining-retention-days": None if left is None else str(math.ceil(left.total_seconds() / 86400)),
    }


def bypassing() -> bool:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes"""
    return has_request_context() and request.headers.get("x-amz-bypass-governance-retention", "").lower() == "true"


def plainly() -> bool:
    return has_request_context() and request.headers.get("x-sandbox-transport") == "plain"
