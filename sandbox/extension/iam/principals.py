"""A policy may only name principals that exist.

AWS refuses a trust, bucket, key, queue or topic policy that names a role or user which is not there, in the
words of each service. Plain moto takes any name, so that a stack which names another stack's role would pass.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.iam.exceptions import MalformedPolicyDocument
from moto.iam.models import IAMBackend, iam_backends
from moto.kms.models import KmsBackend
from moto.s3.exceptions import S3ClientError
from moto.s3.models import S3Backend
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.models import SNSBackend
from moto.sqs.exceptions import SQSException
from moto.sqs.models import Queue

from patching import Sandbox, replaces

UNIQUE_ID = re.compile(r"^A(?:ROA|IDA)[A-Z0-9]+$")
PRINCIPAL = re.compile(r"^arn:aws:(?:iam::(\d{12}):(role|user)/(.+)|sts::(\d{12}):assumed-role/([^/]+)/.+)$")


def apply(sandbox: Sandbox) -> None:
    def refuse(policy: Any, error: Any) -> None:
        text = policy.decode() if isinstance(policy, bytes) else policy
        missing = missing_principal(text, sandbox.account) if text else None
        if missing is not None:
            raise error(missing)

    def trust(missing: str) -> Exception:
        return MalformedPolicyDocument(f'Invalid principal in policy: "AWS":"{missing}"')

    @replaces(IAMBackend, "create_role")
    def create_role(original: Any, self: Any, role_name: str, *given: Any, **named: Any) -> Any:
        refuse(named.get("assume_role_policy_document") or given[0], trust)
        return original(self, role_name, *given, **named)

    @replaces(IAMBackend, "update_assume_role_policy")
    def update_assume_role_policy(original: Any, self: Any, role_name: str, policy_document: str) -> None:
        refuse(policy_document, trust)
        original(self, role_name, policy_document)

    @replaces(S3Backend, "put_bucket_policy")
    def put_bucket_policy(original: Any, self: Any, bucket_name: str, policy: bytes) -> None:
        refuse(policy, lambda _: S3ClientError("MalformedPolicy", "Invalid principal in policy"))
        original(self, bucket_name, policy)

    def key_policy(_: str) -> Exception:
        why = "Policy contains a statement with one or more invalid principals."
        return JsonRESTError("MalformedPolicyDocumentException", why)

    @replaces(KmsBackend, "create_key")
    def create_key(original: Any, self: Any, policy: str | None, *rest: Any, **more: Any) -> Any:
        refuse(policy, key_policy)
        return original(self, policy, *rest, **more)

    @replaces(KmsBackend, "put_key_policy")
    def put_key_policy(original: Any, self: Any, key_id: str, policy: str) -> None:
        refuse(policy, key_policy)
        original(self, key_id, policy)

    @replaces(Queue, "_set_attributes")
    def set_attributes(original: Any, self: Any, attributes: dict[str, Any], now: float | None = None) -> None:
        why = "Invalid value for the parameter Policy."
        refuse(attributes.get("Policy"), lambda _: SQSException("InvalidAttributeValue", why))
        original(self, attributes, now)

    def topic_policy(_: str) -> Exception:
        return SNSInvalidParameter("Invalid parameter: Policy Error: PrincipalNotFound")

    @replaces(SNSBackend, "create_topic")
    def create_topic(original: Any, self: Any, name: str, attributes: Any = None, tags: Any = None) -> Any:
        refuse((attributes or {}).get("Policy"), topic_policy)
        return original(self, name, attributes, tags)

    @replaces(SNSBackend, "set_topic_attribute")
    def set_topic_attribute(original: Any, self: Any, topic_arn: str, attribute_name: str, value: str) -> None:
        refuse(value if attribute_name.lower() == "policy" else None, topic_policy)
        original(self, topic_arn, attribute_name, value)


def missing_principal(policy: str, account: str) -> str | None:
    """The first role or user of this account that a policy names and that does not exist."""
    try:
        document = json.loads(policy)
    except ValueError:
        return None  # not JSON: the service itself says so
    return next((name for name in principals(document) if not exists(name, account)), None)


def principals(document: dict[str, Any]) -> Iterator[str]:
    statements = document.get("Statement", [])
    for statement in statements if isinstance(statements, list) else [statements]:
        for field in ("Principal", "NotPrincipal"):
            named = statement.get(field)
            aws = named.get("AWS", []) if isinstance(named, dict) else []
            yield from aws if isinstance(aws, list) else [aws]


def exists(principal: str, account: str) -> bool:
    iam = iam_backends[account]["aws"]
    if UNIQUE_ID.match(principal):  # what AWS shows in place of whoever was deleted
        return any(each.id == principal for each in (*iam.get_roles(), *iam.users.values()))
    found = PRINCIPAL.match(principal)
    if found is None or account not in (found.group(1), found.group(4)):
        return True
    if found.group(4):
        return any(role.name == found.group(5) for role in iam.get_roles())
    known = iam.users.values() if found.group(2) == "user" else iam.get_roles()
    return any(each.arn == principal for each in known)
