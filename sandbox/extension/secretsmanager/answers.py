"""A secret's versions have one name where it is described and another one in lists. Plain moto tells both, always."""

from __future__ import annotations

import json
from typing import Any

from moto.secretsmanager.responses import SecretsManagerResponse

from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(SecretsManagerResponse, "describe_secret")
    def describe_secret(original: Any, self: Any) -> str:
        return json.dumps(without(json.loads(original(self)), "SecretVersionsToStages"))

    @replaces(SecretsManagerResponse, "list_secrets")
    def list_secrets(original: Any, self: Any) -> str:
        answer = json.loads(original(self))
        listed = [without(secret, "VersionIdsToStages") for secret in answer["SecretList"]]
        return json.dumps({**answer, "SecretList": listed})


def without(secret: dict[str, Any], name: str) -> dict[str, Any]:
    """Nor what is null."""
    return {key: value for key, value in secret.items() if key != name and value is not None}
