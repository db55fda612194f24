"""Keys obey their state, their region and their rotation period.

AWS refuses to use a disabled key or one that waits for its deletion, decrypts with the named key alone, does not
find a key or alias whose ARN is of another region, returns the rotation period that was set, and tells the ARN of the key
whose public half it gives. Plain moto encrypts with disabled keys, takes an alias of any region for the local one, forgets
the period, tells the key's bare id, and wants the one name a key policy can have.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms import responses
from moto.kms.exceptions import NotFoundException
from moto.kms.models import Key, KmsBackend, kms_backends
from moto.kms.responses import KmsResponse
from moto.kms.utils import _deserialize_ciphertext_blob

from patching import Sandbox, replaces

DEFAULT_PERIOD_DAYS = 365
SYMMETRIC = "SYMMETRIC_DEFAULT"
WRONG_KEY = "The key ID in the request does not identify a CMK that can perform this operation."


def apply(sandbox: Sandbox) -> None:
    @replaces(KmsResponse, "_validate_cmk_id")
    def validate_cmk_id(original: Any, self: Any, key_id: str) -> None:
        in_region(key_id, self.region)
        original(self, key_id)

    @replaces(KmsResponse, "_validate_alias")
    def validate_alias(original: Any, self: Any, key_id: str) -> None:
        in_region(key_id, self.region)
        original(self, key_id)

    @replaces(responses, "_assert_default_policy")
    def assert_default_policy(original: Any, policy_name: str | None) -> None:
        original(policy_name or "default")

    def named_by_arn(operation: str) -> None:
        @replaces(KmsBackend, operation)
        def change(original: Any, self: Any, key_id: str, *given: Any, **more: Any) -> Any:
            return original(self, self.any_id_to_key_id(key_id), *given, **more)

    for operation in ("enable_key", "disable_key", "schedule_key_deletion", "cancel_key_deletion"):
        named_by_arn(operation)

    @replaces(KmsResponse, "get_public_key")
    def get_public_key(original: Any, self: Any) -> str:
        answer = json.loads(original(self))
        return json.dumps(answer | {"KeyId": self.kms_backend.keys[answer["KeyId"]].arn})

    @replaces(KmsBackend, "encrypt")
    def encrypt(original: Any, self: Any, key_id: str, plaintext: bytes, encryption_context: Any) -> Any:
        require_enabled(self.keys[self.any_id_to_key_id(key_id)])
        return original(self, key_id, plaintext, encryption_context)

    @replaces(KmsBackend, "decrypt")
    def decrypt(original: Any, self: Any, ciphertext_blob: bytes, encryption_context: Any, key_id: Any = None) -> Any:
        plaintext, arn = original(self, ciphertext_blob, encryption_context)
        if key_id is not None and self.keys[self.any_id_to_key_id(key_id)].arn != arn:
            raise JsonRESTError("IncorrectKeyException", WRONG_KEY)
        require_enabled(self.keys[_deserialize_ciphertext_blob(ciphertext_blob).key_id])
        return plaintext, arn

    @replaces(KmsResponse, "_validate_cmk_id")
    def words(original: Any, self: Any, key_id: str) -> None:
        try:
            original(self, key_id)
        except NotFoundException as error:
            raise NotFoundException(error.message.replace(f"keyId {key_id}", f"keyId '{key_id}'")) from None

    @replaces(KmsResponse, "encrypt")
    def encrypted(original: Any, self: Any) -> str:
        return json.dumps({**json.loads(original(self)), "EncryptionAlgorithm": SYMMETRIC})

    @replaces(KmsResponse, "decrypt")
    def decrypted(original: Any, self: Any) -> str:
        answer = json.loads(original(self))
        return json.dumps({**answer, "EncryptionAlgorithm": SYMMETRIC, "KeyMaterialId": material_of(answer["KeyId"])})

    @replaces(KmsResponse, "enable_key_rotation")
    def enable_key_rotation(original: Any, self: Any) -> str:
        answer = original(self)
        period = self._get_param("RotationPeriodInDays") or DEFAULT_PERIOD_DAYS
        self.kms_backend.describe_key(self._get_param("KeyId")).rotation_period = period
        return answer

    @replaces(KmsResponse, "get_key_rotation_status")
    def get_key_rotation_status(original: Any, self: Any) -> str:
        answer = json.loads(original(self))
        key = self.kms_backend.describe_key(self._get_param("KeyId"))
        answer["KeyId"] = key.arn
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = getattr(key, "rotation_period", DEFAULT_PERIOD_DAYS)
        return json.dumps(answer)


def material_of(arn: str) -> str:
    """Of a key that is never rotated here: always the same."""
    return hashlib.sha256(arn.encode()).hexdigest()


def in_region(key_id: str, region: str) -> None:
    if key_id.startswith("arn:") and key_id.split(":")[3] != region:
        raise NotFoundException(f"Invalid arn {key_id.split(':')[3]}")


def require_enabled(key: Key) -> None:
    if key.key_state == "PendingDeletion":
        raise JsonRESTError("KMSInvalidStateException", f"{key.arn} is pending deletion.")
    if not key.enabled:
        raise JsonRESTError("DisabledException", f"{key.arn} is disabled.")


def usable_key(key_id: str, region: str, account: str) -> Key:
    """The key that an id, ARN, alias or alias's ARN names in a region.

    Raises JsonRESTError as KMS words it when there is none, or when it must not be used.
    """
    in_region(key_id, region)
    kms = kms_backends[account][region]
    name = kms.get_alias_name(key_id)
    raw = kms.get_key_id_from_alias(name) if name.startswith("alias/") else kms.get_key_id(key_id)
    key = kms.keys.get(raw)
    if key is None:
        raise NotFoundException(f"Invalid keyId {key_id}")
    require_enabled(key)
    return key
