"""What zonekeep's sandbox adds to moto's EventBridge Pipes."""

from __future__ import annotations

from pipes import checks, polling, settings, states

PATCHES = (states, settings, checks, polling)
