"""What zonekeep's sandbox adds to moto's S3. The order of the patches matters."""

from __future__ import annotations

from s3 import (
    checksums,
    documents,
    encryption,
    locks,
    notification,
    owner,
    policies,
    preconditions,
    refusals,
    replication,
    subresources,
)

PATCHES = (
    owner,
    policies,
    checksums,
    preconditions,
    encryption,
    locks,
    notification,
    documents,
    replication,
    subresources,
    refusals,
)
