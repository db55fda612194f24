"""A bucket's lifecycle and replication rules come back as they were sent.

AWS returns every field, and gives an id to a rule without one. Plain moto keeps the fields it knows and makes
the others up, so that Terraform waits for minutes or sees a change in every plan.
"""

from __future__ import annotations

import uuid
from typing import Any
from xml.etree import ElementTree

from moto.s3.responses import S3Response

from patching import Sandbox, replaces

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
KINDS = {"lifecycle": "get_bucket_lifecycle", "replication": "get_bucket_replication"}
SMALLEST = {"x-amz-transition-default-minimum-object-size": "all_storage_classes_128K"}


def apply(sandbox: Sandbox) -> None:
    ElementTree.register_namespace("", NAMESPACE)

    @replaces(S3Response, "_bucket_response_put")
    def bucket_response_put(original: Any, self: Any, request: Any, bucket_name: str, querystring: Any) -> Any:
        kind = next((kind for kind in KINDS if kind in querystring), None)
        if kind is not None:
            self.body = with_ids(self.body)
        answer = original(self, request, bucket_name, querystring)
        if kind is not None:
            setattr(self.backend.get_bucket(bucket_name), f"{kind}_document", self.body)
        return answer

    def returned(kind: str) -> None:
        @replaces(S3Response, KINDS[kind])
        def get(original: Any, self: Any) -> Any:
            original(self)  # says so when there is none
            headers = SMALLEST if kind == "lifecycle" else {}
            return 200, dict(headers), getattr(self.backend.get_bucket(self.bucket_name), f"{kind}_document")

    for kind in KINDS:
        returned(kind)


def with_ids(document: bytes) -> bytes:
    root = ElementTree.fromstring(document)
    space = root.tag.split("}")[0] + "}" if root.tag.startswith("{") else ""
    for rule in root.iter(f"{space}Rule"):
        if rule.find(f"{space}ID") is None:
            ElementTree.SubElement(rule, f"{space}ID").text = uuid.uuid4().hex
    return ElementTree.tostring(root)
