"""A policy may only be as long as its service takes.

AWS counts the characters of a role's trust policy, of all its inline policies together and of a managed policy
without their white space, and the bytes of what a bucket, key, topic or queue is given. Plain moto takes any length,
so that a policy which grows with an estate would pass. IAM's and SQS's words are AWS's own; the others' are not
recorded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.iam.exceptions import LimitExceededException
from moto.iam.models import IAMBackend
from moto.kms.models import KmsBackend
from moto.s3.exceptions import S3ClientError
from moto.s3.models import S3Backend
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.models import SNSBackend
from moto.sqs.exceptions import SQSException
from moto.sqs.models import Queue

from patching import Sandbox, replaces

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
TRUST = 2_048
INLINE = 10_240
MANAGED = 6_144
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/add-bucket-policy.html
BUCKET = 20 * 1024
# https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
KEY = 32 * 1024
# https://docs.aws.amazon.com/general/latest/gr/sns.html
TOPIC = 30 * 1024
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
QUEUE = 8 * 1024


def apply(sandbox: Sandbox) -> None:
    @replaces(IAMBackend, "create_role")
    def create_role(original: Any, self: Any, role_name: str, *given: Any, **named: Any) -> Any:
        trusted(named.get("assume_role_policy_document") or given[0])
        return original(self, role_name, *given, **named)

    @replaces(IAMBackend, "update_assume_role_policy")
    def update_assume_role_policy(original: Any, self: Any, role_name: str, policy_document: str) -> None:
        trusted(policy_document)
        original(self, role_name, policy_document)

    @replaces(IAMBackend, "put_role_policy")
    def put_role_policy(original: Any, self: Any, role_name: str, policy_name: str, policy_json: str) -> None:
        inline = {**self.get_role(role_name).policies, policy_name: policy_json}
        if sum(map(counted, inline.values())) > INLINE:
            raise LimitExceededException(f"Maximum policy size of {INLINE} bytes exceeded for role {role_name}")
        original(self, role_name, policy_name, policy_json)

    @replaces(IAMBackend, "create_policy")
    def create_policy(original: Any, self: Any, description: str, path: str, policy_document: str, *rest: Any) -> Any:
        managed(policy_document)
        return original(self, description, path, policy_document, *rest)

    @replaces(IAMBackend, "create_policy_version")
    def create_policy_version(original: Any, self: Any, policy_arn: str, policy_document: str, *rest: Any) -> Any:
        managed(policy_document)
        return original(self, policy_arn, policy_document, *rest)

    @replaces(S3Backend, "put_bucket_policy")
    def put_bucket_policy(original: Any, self: Any, bucket_name: str, policy: bytes) -> None:
        why = "Policy exceeds the maximum allowed document size."
        bounded(policy, BUCKET, lambda: S3ClientError("PolicyTooLarge", why))
        original(self, bucket_name, policy)

    def key_policy() -> Exception:
        return JsonRESTError("LimitExceededException", f"The key policy exceeds {KEY} bytes.")

    @replaces(KmsBackend, "create_key")
    def create_key(original: Any, self: Any, policy: str | None, *rest: Any, **more: Any) -> Any:
        bounded(policy, KEY, key_policy)
        return original(self, policy, *rest, **more)

    @replaces(KmsBackend, "put_key_policy")
    def put_key_policy(original: Any, self: Any, key_id: str, policy: str) -> None:
        bounded(policy, KEY, key_policy)
        original(self, key_id, policy)

    def topic_policy() -> Exception:
        return SNSInvalidParameter("Invalid parameter: Policy Error: policy is too long")

    @replaces(SNSBackend, "create_topic")
    def create_topic(original: Any, self: Any, name: str, attributes: Any = None, tags: Any = None) -> Any:
        bounded((attributes or {}).get("Policy"), TOPIC, topic_policy)
        return original(self, name, attributes, tags)

    @replaces(SNSBackend, "set_topic_attribute")
    def set_topic_attribute(original: Any, self: Any, topic_arn: str, attribute_name: str, value: str) -> None:
        bounded(value if attribute_name.lower() == "policy" else None, TOPIC, topic_policy)
        original(self, topic_arn, attribute_name, value)

    @replaces(Queue, "_set_attributes")
    def set_attributes(original: Any, self: Any, attributes: dict[str, Any], now: float | None = None) -> None:
        why = "Submitted policy is over max allowed size."
        bounded(attributes.get("Policy"), QUEUE, lambda: SQSException("OverLimit", why))
        original(self, attributes, now)


def trusted(document: str) -> None:
    if counted(document) > TRUST:
        raise LimitExceededException(f"Cannot exceed quota for ACLSizePerRole: {TRUST}")


def managed(document: str) -> None:
    if counted(document) > MANAGED:
        raise LimitExceededException(f"Cannot exceed quota for PolicySize: {MANAGED}")


def counted(document: str) -> int:
    """IAM does not count white space."""
    return len(re.sub(r"\s", "", document))


def bounded(policy: str | bytes | None, most: int, error: Callable[[], Exception]) -> None:
    size = len(policy.encode() if isinstance(policy, str) else policy or b"")
    if size > most:
        raise error()
