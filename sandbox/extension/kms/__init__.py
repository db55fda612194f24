"""What zonekeep's sandbox adds to moto's KMS."""

from __future__ import annotations

from kms import keys

PATCHES = (keys,)
