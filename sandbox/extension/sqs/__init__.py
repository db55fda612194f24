"""What zonekeep's sandbox adds to moto's SQS.

The order of the patches matters: the last one that replaces a call sees it first.
"""

from __future__ import annotations

from sqs import attributes, creation, deduplication, redrive, refusals, tags

PATCHES = (attributes, tags, creation, deduplication, redrive, refusals)
