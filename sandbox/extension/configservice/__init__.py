"""What zonekeep's sandbox adds to moto's AWS Config: rules as AWS takes and tells them. None is evaluated."""

from __future__ import annotations

from configservice import recorders, remediations, rules

PATCHES = (recorders, rules, remediations)
