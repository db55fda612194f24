"""The replication rules of a bucket, as far as a version's fate depends on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, s3_backends


@dataclass(frozen=True)
class Rule:
    id: str
    enabled: bool
    priority: int
    prefix: str
    tags: tuple[tuple[str, str], ...]
    bucket: str
    storage_class: str | None
    kms_key_id: str | None
    kms_objects: bool
    delete_markers: bool


def rules_of(bucket: FakeBucket) -> list[Rule]:
    return [rule_of(rule) for rule in (getattr(bucket, "replication", None) or {"Rule": []})["Rule"]]


def rule_of(rule: dict[str, Any]) -> Rule:
    chosen = rule.get("Filter") or {}
    both = chosen.get("And") or {}
    tags = both.get("Tag") or chosen.get("Tag") or []
    target = rule["Destination"]
    kms_objects = (rule.get("SourceSelectionCriteria") or {}).get("SseKmsEncryptedObjects") or {}
    return Rule(
        id=rule["ID"],
        enabled=rule["Status"] == "Enabled",
        priority=int(rule["Priority"]),
        prefix=rule.get("Prefix") or chosen.get("Prefix") or both.get("Prefix") or "",
        tags=tuple((tag["Key"], tag.get("Value") or "") for tag in (tags if isinstance(tags, list) else [tags])),
        bucket=target["Bucket"].split(":::")[-1],
        storage_class=target.get("StorageClass"),
        kms_key_id=(target.get("EncryptionConfiguration") or {}).get("ReplicaKmsKeyID"),
        kms_objects=kms_objects.get("Status") == "Enabled",
        delete_markers=(rule.get("DeleteMarkerReplication") or {}).get("Status") == "Enabled",
    )


def rules_for(bucket: FakeBucket, version: FakeKey | FakeDeleteMarker) -> list[Rule]:
    """For each destination, the fitting rule with the highest priority."""
    best: dict[str, Rule] = {}
    for rule in sorted(rules_of(bucket), key=lambda each: each.priority):
        if rule.enabled and version.name.startswith(rule.prefix) and fits(rule, version):
            best[rule.bucket] = rule
    return list(best.values())


def fits(rule: Rule, version: FakeKey | FakeDeleteMarker) -> bool:
    if isinstance(version, FakeDeleteMarker):
        return not rule.tags
    if version.encryption == "aws:kms" and not rule.kms_objects:
        return False
    tags = s3_backends[version.account_id]["aws"].tagger.get_tag_dict_for_resource(version.arn)
    return all(tags.get(key) == value for key, value in rule.tags)
