"""What zonekeep's sandbox adds to moto's IAM."""

from __future__ import annotations

from iam import principals, sessions, sizes

PATCHES = (principals, sessions, sizes)
