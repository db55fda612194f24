"""Whether a function has become what it was told to be: AWS takes its time.

How long is `ZONEKEEP_SANDBOX_SETTLE_MS`, 300 if it is not set; a function with a VPC takes three times as long.
"""

from __future__ import annotations

import os
import time
import uuid
from typing import Any

SECONDS = float(os.environ.get("ZONEKEEP_SANDBOX_SETTLE_MS") or 300) / 1000
VPC_FACTOR = 3
STATE = (
    "State",
    "StateReason",
    "StateReasonCode",
    "LastUpdateStatus",
    "LastUpdateStatusReason",
    "LastUpdateStatusReasonCode",
)


def begin(fn: Any, what: str) -> None:
    """`what` is `create` or `update`."""
    subnets = (getattr(fn, "_vpc_config", None) or {}).get("SubnetIds") or []
    fn.settling = (what, time.monotonic() + SECONDS * (VPC_FACTOR if subnets else 1))


def settling(fn: Any) -> str | None:
    """What is under way. Its end is a change, so it has a revision of its own."""
    what, until = fn.__dict__.get("settling") or (None, 0)
    if what is None or time.monotonic() < until:
        return what
    fn.settling = None
    if fn.version == "$LATEST" or not str(fn.version).isdigit():
        fn.revision_id = str(uuid.uuid4())
    return None
