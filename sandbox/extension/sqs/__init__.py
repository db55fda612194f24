"""What zonekeep's sandbox adds to moto's SQS."""

from __future__ import annotations

from sqs import attributes

PATCHES = (attributes,)
