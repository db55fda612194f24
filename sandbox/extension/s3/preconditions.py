"""Conditional writes take one condition, of the values that S3 knows, and an upload names its checksum's type.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html. Plain moto ignores a condition that it
does not know, so that a write which should have been refused goes through.
"""

from __future__ import annotations

from typing import Any

from moto.s3.responses import S3Response

from patching import Sandbox, replaces
from s3.refusals import Refused


def apply(sandbox: Sandbox) -> None:
    @replaces(S3Response, "put_object")
    def put_object(original: Any, self: Any) -> Any:
        absent, present = self.headers.get("If-None-Match"), self.headers.get("If-Match")
        if None not in (absent, present) or absent not in (None, "*") or present == "*":
            why = "A header you provided implies functionality that is not implemented"
            raise Refused("NotImplemented", why, 501)
        status, headers, body = original(self)
        if any(name.lower().startswith("x-amz-checksum-") for name in headers):
            headers["x-amz-checksum-type"] = "FULL_OBJECT"
        return status, headers, body
