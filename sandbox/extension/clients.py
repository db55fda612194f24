"""Calls that the embedded AWS makes itself.

They go through the gateway, so that they are recorded, cut off and disturbed like any other.
"""

from __future__ import annotations

import threading
from typing import Any

import boto3
from botocore.config import Config

from patching import Sandbox
from role_sessions import Session

AT_ONCE = 50
SLOWEST_CALL_SECONDS = 960
_lock = threading.Lock()
_clients: dict[tuple[str, str, str], Any] = {}


def client_of(sandbox: Sandbox, service: str, region: str, session: Session) -> Any:
    """A client that tries once and checks nothing itself: AWS's judge stands behind the gateway."""
    known = (region, service, session.access_key)
    with _lock:
        if known not in _clients:
            _clients[known] = boto3.client(
                service,
                region_name=region,
                endpoint_url=sandbox.gateway,
                aws_access_key_id=session.access_key,
                aws_secret_access_key=session.secret_key,
                aws_session_token=session.token or None,
                config=Config(
                    parameter_validation=False,
                    retries={"total_max_attempts": 1},
                    max_pool_connections=AT_ONCE,
                    read_timeout=SLOWEST_CALL_SECONDS,
                ),
            )
        return _clients[known]


def of_service(principal: str) -> Session:
    """Credentials of one of AWS's services itself, `events.amazonaws.com`, which assumes no role."""
    return Session(access_key=principal, secret_key="sandbox", token="", ends=float("inf"))
