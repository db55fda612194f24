"""One version's copies in the destinations of its rules."""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.iam.models import iam_backends
from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, s3_backends

from kms.keys import usable_key
from s3.rules import Rule

CARRIED = (
    "last_modified",
    "acl",
    "website_redirect_location",
    "checksum_algorithm",
    "checksum_value",
    "checksum_type",
    "checksum_parts",
    "multipart",
)


class NotReplicated(Exception):
    """What S3 reports as FAILED."""


def replicate(bucket: FakeBucket, version: FakeKey | FakeDeleteMarker, rules: list[Rule], cut: set[str]) -> bool:
    """Whether it is settled; a region that is cut off leaves it pending."""
    if all(kept is not version for kept in bucket.keys.getlist(version.name, [])):
        return True
    targets = [(rule, s3_backends[bucket.account_id]["aws"].buckets.get(rule.bucket)) for rule in rules]
    if cut & {bucket.region_name, *(target.region_name for _, target in targets if target)}:
        return False
    try:
        for rule, target in targets:
            copy(bucket, version, rule, target)
        version.replication_status = "COMPLETED"
    except NotReplicated:
        version.replication_status = "FAILED"
    return True


def copy(bucket: FakeBucket, version: FakeKey | FakeDeleteMarker, rule: Rule, target: FakeBucket | None) -> None:
    if target is None or not target.is_versioned:
        raise NotReplicated
    if not any(role.arn == bucket.replication["Role"] for role in iam_backends[bucket.account_id]["aws"].get_roles()):
        raise NotReplicated
    present = target.keys.getlist(version.name, [])
    there = next((kept for kept in present if kept.version_id == version.version_id), None)
    if isinstance(version, FakeDeleteMarker):
        if there is None and present:
            marker = FakeDeleteMarker(key=present[-1])
            marker._version_id = version.version_id
            target.keys.setlist(version.name, [*present, marker])
        return
    if there is not None:
        there.lock_mode, there.lock_until, there.lock_legal_status = lock_of(version, target)
        return
    replica = replica_of(bucket, version, rule, target)
    target.keys.setlist(version.name, [*target.keys.getlist(version.name, []), replica])


def replica_of(bucket: FakeBucket, version: FakeKey, rule: Rule, target: FakeBucket) -> FakeKey:
    mode, until, legal_hold = lock_of(version, target)
    replica = FakeKey(
        name=version.name,
        bucket_name=target.name,
        value=version.value,
        account_id=target.account_id,
        region_name=version.region_name,
        storage=rule.storage_class or version.storage_class,
        etag=version.etag.strip('"'),
        is_versioned=True,
        version_id=version.version_id,
        lock_mode=mode,
        lock_until=until,
        lock_legal_status=legal_hold,
        **encryption_of(bucket, version, rule, target),
    )
    for name in CARRIED:
        setattr(replica, name, getattr(version, name))
    replica.set_metadata(dict(version.metadata), replace=True)
    s3_backends[target.account_id]["aws"].tagger.copy_tags(version.arn, replica.arn)
    replica.replication_status = "REPLICA"
    return replica


def encryption_of(bucket: FakeBucket, version: FakeKey, rule: Rule, target: FakeBucket) -> dict[str, Any]:
    """An object under KMS needs the source's key to be read and the rule's key to be written."""
    if version.encryption != "aws:kms":
        return {"encryption": version.encryption}
    if rule.kms_key_id is None:
        raise NotReplicated
    try:
        if version.kms_key_id:
            usable_key(version.kms_key_id, bucket.region_name, bucket.account_id)
        key = usable_key(rule.kms_key_id, target.region_name, target.account_id)
    except JsonRESTError:
        raise NotReplicated from None
    return {"encryption": "aws:kms", "kms_key_id": key.arn, "bucket_key_enabled": version.bucket_key_enabled}


def lock_of(version: FakeKey, target: FakeBucket) -> tuple[Any, Any, Any]:
    """Retention travels with the object; without one the destination's default counts."""
    if version.lock_mode is None and version.lock_legal_status is None:
        if target.object_lock_enabled and target.has_default_lock:
            return target.default_lock_mode, target.default_retention(), None
        return None, None, None
    if not target.object_lock_enabled:
        raise NotReplicated
    return version.lock_mode, version.lock_until, version.lock_legal_status
