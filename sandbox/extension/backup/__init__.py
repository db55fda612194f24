"""What zonekeep's sandbox adds to moto's AWS Backup."""

from __future__ import annotations

from backup import tags

PATCHES = (tags,)
