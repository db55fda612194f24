"""`ExpectedBucketOwner` is checked: AWS answers 403 when the bucket is somebody else's. Plain moto ignores it."""

from __future__ import annotations

from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.models import s3_backends
from moto.s3.responses import S3Response

from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(S3Response, "_bucket_response")
    def bucket_response(original: Any, self: Any, *given: Any) -> Any:
        check(self)
        return original(self, *given)

    @replaces(S3Response, "_key_response")
    def key_response(original: Any, self: Any, *given: Any) -> Any:
        check(self)
        return original(self, *given)


def check(response: S3Response) -> None:
    expected = response.headers.get("x-amz-expected-bucket-owner")
    _, owner = s3_backends.bucket_accounts.get(response.bucket_name, (None, None))
    if expected and owner and expected != owner:
        raise S3ClientError("AccessDenied", "Access Denied")
