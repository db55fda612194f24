"""Credentials of a role, for what AWS runs on a role's behalf: functions and state machines."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from moto.sts.models import sts_backends

LIFETIME = 3600
RENEWED_BEFORE = 600
_lock = threading.Lock()


@dataclass(frozen=True)
class Session:
    access_key: str
    secret_key: str
    token: str
    ends: float


def session_of(role_arn: str, name: str, region: str, account: str) -> Session:
    """A session that lasts for ten minutes at least. Kept in moto's STS, so that a reset forgets it too."""
    sts = sts_backends[account]["aws"]
    with _lock:
        kept: dict[tuple[str, str], Session] = sts.__dict__.setdefault("sandbox_sessions", {})
        session = kept.get((role_arn, name))
        if session is None or session.ends - time.time() < RENEWED_BEFORE:
            role = sts.assume_role(
                region_name=region,
                role_session_name=name,
                role_arn=role_arn,
                policy="",
                duration=LIFETIME,
                external_id="",
            )
            session = Session(
                role.access_key_id, role.secret_access_key, role.session_token, time.time() + LIFETIME
            )
            kept[(role_arn, name)] = session
        return session
