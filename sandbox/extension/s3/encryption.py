"""SSE-KMS needs its key.

AWS resolves the key when an object is written, refuses a missing or disabled one then and at each read, and
reports the key's ARN. Plain moto writes down whatever it is told and reads everything.
"""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.s3.exceptions import S3ClientError
from moto.s3.models import S3Backend
from moto.s3.responses import S3Response

from kms.keys import usable_key
from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(S3Backend, "put_object")
    def put_object(original: Any, self: Any, bucket_name: str, *given: Any, **options: Any) -> Any:
        bucket = self.get_bucket(bucket_name)
        default = (bucket.encryption or {}).get("Rule", {}).get("ApplyServerSideEncryptionByDefault", {})
        # Since January 2023 nothing is written in clear text.
        algorithm = options["encryption"] = options.get("encryption") or default.get("SSEAlgorithm") or "AES256"
        key_id = options.get("kms_key_id") or default.get("KMSMasterKeyID")
        if algorithm == "aws:kms" and key_id:
            options["kms_key_id"] = resolved(key_id, bucket.region_name, bucket.account_id)
        return original(self, bucket_name, *given, **options)

    @replaces(S3Response, "get_object")
    def get_object(original: Any, self: Any) -> Any:
        key, _ = self._get_key()
        if key.encryption == "aws:kms" and key.kms_key_id:
            resolved(key.kms_key_id, self.backend.get_bucket(self.bucket_name).region_name, key.account_id)
        return original(self)


def resolved(key_id: str, region: str, account: str) -> str:
    try:
        return usable_key(key_id, region, account).arn
    except JsonRESTError as error:
        raise S3ClientError(f"KMS.{error.error_type}", error.message) from None
