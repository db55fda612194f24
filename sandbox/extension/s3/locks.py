"""Object Lock holds.

On AWS a retention can be extended by anybody who may, and shortened, taken away or given another mode only in
governance mode with the bypass; a multipart upload carries its retention; a bucket with objects may change its default. Plain moto
overwrites any retention, forgets that of a multipart upload, cannot read one back, and wants an empty bucket.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from flask import request
from moto.s3.exceptions import BucketNeedsToBeNew, MissingKey, S3ClientError
from moto.s3.models import FakeBucket, FakeKey, FakeMultipart, S3Backend
from moto.s3.responses import S3Response

from patching import Sandbox, replaces
from s3.refusals import Refused


def apply(sandbox: Sandbox) -> None:
    @replaces(S3Response, "put_object_retention")
    def put_object_retention(original: Any, self: Any) -> Any:
        if not self.backend.get_bucket(self.bucket_name).object_lock_enabled:
            raise S3ClientError("InvalidRequest", "Bucket is missing Object Lock Configuration")
        key = wanted(self)
        bypass = self.headers.get("x-amz-bypass-governance-retention", "").lower() == "true"
        if alters(key, *self._mode_until_from_body()) and key.is_locked(governance_bypass=bypass):
            raise S3ClientError("AccessDenied", "Access Denied because object protected by object lock.")
        _, until = self._mode_until_from_body()
        if until is not None and moment(until) < datetime.now(timezone.utc):
            raise S3ClientError("InvalidArgument", "The retain until date must be in the future!")
        return original(self)

    @replaces(S3Response, "_key_response_get")
    def key_response_get(original: Any, self: Any, query: dict[str, Any], key_name: str) -> Any:
        return retention_of(wanted(self)) if "retention" in query else original(self, query, key_name)

    @replaces(S3Backend, "create_multipart_upload")
    def create_multipart_upload(original: Any, self: Any, bucket_name: str, *given: Any) -> FakeMultipart:
        upload = original(self, bucket_name, *given)
        upload.lock = lock_asked_for(self.get_bucket(bucket_name))
        return upload

    @replaces(S3Backend, "complete_multipart_upload")
    def complete(original: Any, self: Any, bucket_name: str, multipart_id: str, body: Any) -> FakeKey | None:
        upload = self.get_bucket(bucket_name).multiparts.get(multipart_id)
        key = original(self, bucket_name, multipart_id, body)
        if key is not None and self.get_bucket(bucket_name).object_lock_enabled:
            key.lock_legal_status, key.lock_mode, key.lock_until = upload.lock
        return key

    @replaces(S3Backend, "put_object_lock_configuration")
    def put_object_lock_configuration(original: Any, self: Any, bucket_name: str, *given: Any) -> None:
        try:
            original(self, bucket_name, *given)
        except BucketNeedsToBeNew:
            bucket = self.get_bucket(bucket_name)
            bucket.object_lock_enabled = True
            _, bucket.default_lock_mode, bucket.default_lock_days, bucket.default_lock_years = given


def lock_asked_for(bucket: FakeBucket) -> tuple[str | None, str | None, str | None]:
    """Legal hold, mode and date of the request at hand, or the bucket's default."""
    fields = ("legal-hold", "mode", "retain-until-date")
    hold, mode, until = (request.headers.get(f"x-amz-object-lock-{field}") for field in fields)
    if mode is None and bucket.has_default_lock:
        return hold, bucket.default_lock_mode, bucket.default_retention()
    return hold, mode, until


def wanted(response: S3Response) -> FakeKey:
    name = response.parse_key_name()
    key = response.backend.get_object(response.bucket_name, name, response._get_param("versionId"))
    if key is None:
        raise MissingKey(key=name)
    return key


def alters(key: FakeKey, mode: str | None, until: str | None) -> bool:
    if key.lock_mode is None or key.lock_until is None:
        return False
    if mode is None or until is None or mode != key.lock_mode:
        return True
    return moment(until) < moment(key.lock_until)


def moment(written: str) -> datetime:
    return datetime.fromisoformat(written.replace("Z", "+00:00"))


def retention_of(key: FakeKey) -> tuple[int, dict[str, str], str]:
    if key.lock_mode is None:
        why = "The specified object does not have a ObjectLock configuration"
        raise Refused("NoSuchObjectLockConfiguration", why, 404)
    content = f"<Mode>{key.lock_mode}</Mode><RetainUntilDate>{key.lock_until}</RetainUntilDate>"
    return 200, {}, f"<Retention>{content}</Retention>"
