"""What zonekeep's sandbox adds to moto's EventBridge Scheduler."""

from __future__ import annotations

from scheduler import expressions

PATCHES = (expressions,)
