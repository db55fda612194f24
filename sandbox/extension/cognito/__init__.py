"""What zonekeep's sandbox adds to moto's Cognito user pools: updates as AWS makes them, and triggers that invoke functions."""

from __future__ import annotations

from cognito import pools, triggers

PATCHES = (pools, triggers)
