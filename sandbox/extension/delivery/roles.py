"""A target is called under a role, which has to trust the service and to be permitted the call."""

from __future__ import annotations

from delivery.failure import Undelivered
from delivery.targets import action_of
from iam.permits import permits
from iam.trust import trusts
from role_sessions import Session, session_of


def session_for(role: str, target: str, service: str, source: str) -> Session:
    """`service`: `scheduler.amazonaws.com`; `source`: the ARN that it gives as `aws:SourceArn`.

    Raises Undelivered: the role does not trust the service, or may not call the target.
    """
    account = source.split(":")[4]
    facts = {"aws:sourcearn": source, "aws:sourceaccount": account}
    if not trusts(role, {"Service": service}, facts):
        why = f"{service} is not authorized to assume {role} on behalf of {source}"
        raise Undelivered("FAILED_TO_ASSUME_ROLE", why)
    action = action_of(target)
    if action is not None and not permits(role, action, target):
        why = f"{role} is not authorized to perform: {action} on resource: {target}"
        raise Undelivered("NO_PERMISSIONS", why, target_code="AccessDeniedException")
    return session_of(role, service.split(".")[0], target.split(":")[3] or source.split(":")[3], account)
