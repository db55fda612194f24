"""What S3 tells EventBridge of a bucket that has it switched on.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html. Plain moto tells every bus of it, names the
operation as notifications do, and tells of CreateBucket, which AWS does only through CloudTrail.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

from moto.events.models import events_backends
from moto.s3 import models, notifications

from delivery.envelope import event_of
from patching import Sandbox, replaces

REASONS = {
    "ObjectCreated:Put": "PutObject",
    "ObjectCreated:Post": "POST Object",
    "ObjectCreated:Copy": "CopyObject",
    "ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
    "ObjectRemoved:Delete": "DeleteObject",
    "ObjectRemoved:DeleteMarkerCreated": "DeleteObject",
}
DELETIONS = {
    "ObjectRemoved:Delete": "Permanently Deleted",
    "ObjectRemoved:DeleteMarkerCreated": "Delete Marker Created",
}


def apply(sandbox: Sandbox) -> None:
    @replaces(notifications, "_send_event_bridge_message")
    def send(original: Any, account_id: str, bucket: Any, event_name: str, key: Any) -> None:
        kind = notifications._detail_type(event_name)
        what = str(getattr(event_name, "value", event_name)).removeprefix("s3:")
        detail = detail_of(account_id, bucket, what, key)
        event = event_of("aws.s3", kind, account_id, bucket.region_name, [bucket.arn], detail)
        for rule in list(events_backends[account_id][bucket.region_name].event_buses["default"].rules.values()):
            rule.send_to_targets(event)

    @replaces(models, "events_send_notification")
    def of_create_bucket(original: Any, *given: Any, **named: Any) -> None:
        pass


def detail_of(account: str, bucket: Any, what: str, key: Any) -> dict[str, Any]:
    removed, of_object = what in DELETIONS, what in REASONS
    return {
        "version": "0",
        "bucket": {"name": bucket.name},
        "object": {
            "key": key.name,
            **({} if removed else {"etag": key.etag.replace('"', "")}),
            **({"size": key.size} if what.startswith(("ObjectCreated", "ObjectRestore")) else {}),
            **({"version-id": key.version_id} if bucket.is_versioned else {}),
            **({"sequencer": f"{time.time_ns():016X}"} if of_object else {}),
        },
        "request-id": uuid.uuid4().hex[:16].upper(),
        "requester": account,
        "source-ip-address": "127.0.0.1",
        **({"reason": REASONS[what]} if of_object else {}),
        **({"deletion-type": DELETIONS[what]} if removed else {}),
    }
