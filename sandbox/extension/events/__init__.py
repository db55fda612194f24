"""What zonekeep's sandbox adds to moto's EventBridge."""

from __future__ import annotations

from events import (
    archives,
    buses,
    connections,
    delivering,
    destinations,
    from_s3,
    pattern_checks,
    patterns,
    putting,
    replays,
    schedules,
    writing,
)

PATCHES = (
    patterns,
    pattern_checks,
    writing,
    buses,
    archives,
    connections,
    destinations,
    putting,
    delivering,
    replays,
    from_s3,
    schedules,
)
