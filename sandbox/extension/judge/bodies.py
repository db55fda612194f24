"""A request's body, read before moto reads it."""

from __future__ import annotations

import gzip
import io
from typing import Any

LARGEST = 64 * 1024 * 1024
"""Bytes. What is longer is an object or a package, which no model describes."""


def buffered(environ: dict[str, Any]) -> bytes:
    """The whole body, unpacked, and put back for moto as it was sent; empty for a long one."""
    chunked = environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > LARGEST or not (chunked or length):
        return b""
    sent = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(length)
    environ["wsgi.input"] = io.BytesIO(sent)
    environ["wsgi.input_terminated"] = True
    if chunked:
        environ.pop("HTTP_TRANSFER_ENCODING")
        environ["CONTENT_LENGTH"] = str(len(sent))
    return gzip.decompress(sent) if environ.get("HTTP_CONTENT_ENCODING") == "gzip" else sent
