"""Checksums are verified.

AWS refuses a body that does not match its `Content-MD5` or checksum header, and takes a checksum header as the
integrity check that Object Lock asks for. Plain moto compares nothing, and overlooks a checksum whose
algorithm is not named in a second header. Two writers with `If-None-Match: *` cannot both succeed here, either.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response
from moto.s3.utils import compute_checksum

from patching import Sandbox, replaces

VERIFIED = ("SHA256", "SHA1", "CRC32")
"""The other two need packages that moto may lack; then it would compare with another algorithm."""
ALGORITHMS = (*VERIFIED, "CRC32C", "CRC64NVME")
TRAILER = re.compile(rb"x-amz-checksum-(\w+):([A-Za-z0-9+/]+={0,2})")
LONGEST_TRAILER = 512
_one_writer = threading.Lock()


def apply(sandbox: Sandbox) -> None:
    @replaces(S3Response, "setup_class")
    def setup_class(original: Any, self: Any, request: Any, *given: Any) -> None:
        name_algorithm(request.environ)
        original(self, request, *given)

    @replaces(S3Response, "put_object")
    def put_object(original: Any, self: Any) -> Any:
        verify(self)
        if self.headers.get("If-None-Match") is None:
            return original(self)
        with _one_writer:
            return original(self)

    @replaces(S3Response, "upload_part")
    def upload_part(original: Any, self: Any) -> Any:
        verify(self)
        return original(self)


def name_algorithm(environ: dict[str, Any]) -> None:
    """moto reads a checksum only when this header names its algorithm."""
    written = [name for name in ALGORITHMS if f"HTTP_X_AMZ_CHECKSUM_{name}" in environ]
    trailer = environ.get("HTTP_X_AMZ_TRAILER", "").removeprefix("x-amz-checksum-").upper()
    for name in (*written, trailer):
        if name in ALGORITHMS:
            environ.setdefault("HTTP_X_AMZ_SDK_CHECKSUM_ALGORITHM", name)


def verify(response: S3Response) -> None:
    body = response.body or b""
    content_md5 = response.headers.get("Content-MD5")
    if content_md5 and base64.b64encode(hashlib.md5(body).digest()).decode() != content_md5:
        raise S3ClientError("BadDigest", "The Content-MD5 you specified did not match what we received.")
    for name in VERIFIED:
        given = response.headers.get(f"x-amz-checksum-{name.lower()}") or in_trailer(response, name)
        if given and compute_checksum(body, name).decode() != given:
            raise S3ClientError("BadDigest", f"The {name} you specified did not match the calculated checksum.")


def in_trailer(response: S3Response, name: str) -> str | None:
    if not response.headers.get("x-amz-trailer"):
        return None
    found = TRAILER.search(response.raw_body[-LONGEST_TRAILER:])
    return found.group(2).decode() if found and found.group(1).decode().upper() == name else None
