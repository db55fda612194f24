"""No call to S3 is taken for another.

Plain moto looks for the parts of an address that it knows: a PUT of a setting it lacks creates the bucket, a
GET lists it. Here the operation is named by AWS's own model, and one that moto lacks is refused by its name.
Who pays for requests, which Terraform reads of every bucket, is answered.
"""

from __future__ import annotations

from typing import Any

from moto.s3.responses import S3Response

from call_names import call_name
from patching import Sandbox, replaces

UNKNOWN = {
    "CreateSession",
    "GetBucketPolicyStatus",
    "GetObjectTorrent",
    "RenameObject",
    "UpdateObjectEncryption",
    "WriteGetObjectResponse",
}
UNKNOWN_KINDS = ("Analytics", "IntelligentTiering", "Metadata", "Metrics", "Abac")


def apply(sandbox: Sandbox) -> None:
    @replaces(S3Response, "_bucket_response")
    def bucket_response(original: Any, self: Any, request: Any, *given: Any) -> Any:
        operation = known(request)
        if operation == "GetBucketRequestPayment":
            self.backend.get_bucket(self.bucket_name)
            return "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"
        return original(self, request, *given)

    @replaces(S3Response, "_key_response")
    def key_response(original: Any, self: Any, request: Any, *given: Any) -> Any:
        known(request)
        return original(self, request, *given)


def known(request: Any) -> str:
    if not request.environ.get("QUERY_STRING"):
        return ""
    operation = call_name(request.environ).operation
    missing = operation in UNKNOWN or any(kind in operation for kind in UNKNOWN_KINDS)
    if missing or operation in ("PutBucketRequestPayment", "DeleteBucketInventoryConfiguration"):
        raise NotImplementedError("moto would take it for another call")
    return operation
