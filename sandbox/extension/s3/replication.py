"""Objects are replicated.

AWS copies each new version after the answer, by the first rule that fits; encrypts it with the destination's
key and FAILS when that key is missing or disabled; takes retention along; and writes down how far it is:
PENDING, then COMPLETED or FAILED at the source, REPLICA at the destination. It takes any key when the rules are
written. Plain moto copies nothing. A region that the gateway has cut off
neither sends nor receives; what is pending goes on when the region is back.
"""

from __future__ import annotations

import json
import logging
import queue
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, S3Backend

from patching import Sandbox, replaces
from s3 import replica
from s3.rules import Rule, rules_for, rules_of

DELAY_SECONDS = 0.3
RETRY_SECONDS = 0.5
log = logging.getLogger("sandbox")


@dataclass(order=True)
class Task:
    due: float
    bucket: FakeBucket = field(compare=False)
    version: FakeKey | FakeDeleteMarker = field(compare=False)
    rules: list[Rule] = field(compare=False)


def apply(sandbox: Sandbox) -> None:
    tasks: queue.PriorityQueue[Task] = queue.PriorityQueue()
    threading.Thread(target=replicate_forever, args=(sandbox, tasks), name="replication", daemon=True).start()

    def schedule(bucket: FakeBucket, version: FakeKey | FakeDeleteMarker, rules: list[Rule]) -> None:
        if rules:
            version.replication_status = "PENDING"
            tasks.put(Task(time.monotonic() + DELAY_SECONDS, bucket, version, rules))

    @replaces(S3Backend, "put_object")
    def put_object(original: Any, self: Any, bucket_name: str, *given: Any, **options: Any) -> FakeKey:
        key = original(self, bucket_name, *given, **options)
        bucket = self.get_bucket(bucket_name)
        schedule(bucket, key, rules_for(bucket, key))
        return key

    @replaces(S3Backend, "_set_delete_marker")
    def set_delete_marker(original: Any, self: Any, bucket_name: str, key_name: str) -> FakeDeleteMarker:
        marker = original(self, bucket_name, key_name)
        bucket = self.get_bucket(bucket_name)
        schedule(bucket, marker, [rule for rule in rules_for(bucket, marker) if rule.delete_markers])
        return marker

    @replaces(S3Backend, "put_object_retention")
    def put_object_retention(original: Any, self: Any, bucket_name: str, key_name: str, **more: Any) -> None:
        original(self, bucket_name, key_name, **more)
        key = self.get_object(bucket_name, key_name, version_id=more.get("version_id"))
        if getattr(key, "replication_status", None) == "COMPLETED":
            bucket = self.get_bucket(bucket_name)
            schedule(bucket, key, rules_for(bucket, key))

    @replaces(S3Backend, "put_bucket_replication")
    def put_bucket_replication(original: Any, self: Any, bucket_name: str, replication: dict[str, Any]) -> None:
        original(self, bucket_name, replication)
        bucket = self.get_bucket(bucket_name)
        for rule in rules_of(bucket):
            target = self.buckets.get(rule.bucket)
            if target is None:
                bucket.replication = None
                raise S3ClientError("InvalidRequest", "Destination bucket must exist.")
            if not target.is_versioned:
                bucket.replication = None
                raise S3ClientError("InvalidRequest", "Destination bucket must have versioning enabled.")

    response_dict = FakeKey.response_dict.fget

    def with_status(self: FakeKey) -> dict[str, Any]:
        status = getattr(self, "replication_status", None)
        return response_dict(self) | ({"x-amz-replication-status": status} if status else {})

    FakeKey.response_dict = property(with_status)


def replicate_forever(sandbox: Sandbox, tasks: queue.PriorityQueue[Task]) -> None:
    while True:
        task = tasks.get()
        time.sleep(max(0.0, task.due - time.monotonic()))
        try:
            if not replica.replicate(task.bucket, task.version, task.rules, cut_regions(sandbox)):
                tasks.put(Task(time.monotonic() + RETRY_SECONDS, task.bucket, task.version, task.rules))
        except Exception:
            log.error("replication of %s/%s failed", task.bucket.name, task.version.name, exc_info=True)
            task.version.replication_status = "FAILED"


def cut_regions(sandbox: Sandbox) -> set[str]:
    """What the gateway has cut off; nothing when there is no gateway to ask."""
    try:
        with urllib.request.urlopen(f"{sandbox.gateway}/_sandbox/cut", timeout=2) as answer:
            return set(json.load(answer)["regions"])
    except (urllib.error.URLError, ValueError, KeyError, TypeError, OSError):
        return set()
