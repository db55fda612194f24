"""What zonekeep's sandbox adds to moto's EventBridge Scheduler."""

from __future__ import annotations

from scheduler import defaults, execution_role, expressions, firing

PATCHES = (expressions, execution_role, defaults, firing)
