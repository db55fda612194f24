"""What zonekeep's sandbox adds to moto's Secrets Manager: answers of AWS's form, and rotations that keep their rules."""

from __future__ import annotations

from secretsmanager import answers, rotations

PATCHES = (rotations, answers)
