"""What zonekeep's sandbox adds to moto's EventBridge."""

from __future__ import annotations

from events import (
    buses,
    connections,
    delivering,
    destinations,
    from_s3,
    pattern_checks,
    patterns,
    putting,
    schedules,
    writing,
)

PATCHES = (
    patterns,
    pattern_checks,
    writing,
    buses,
    connections,
    destinations,
    putting,
    delivering,
    from_s3,
    schedules,
)
