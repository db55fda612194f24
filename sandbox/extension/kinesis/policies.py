"""Policies of streams and of consumers, about the one that holds them. Plain moto knows none of consumers, and takes any."""

from __future__ import annotations

import json
from typing import Any

from moto.kinesis.exceptions import InvalidArgumentError, ResourceNotFoundError
from moto.kinesis.models import KinesisBackend

from kinesis.named import holder_of
from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(KinesisBackend, "put_resource_policy")
    def put_resource_policy(original: Any, self: Any, resource_arn: str, policy_doc: str) -> None:
        holder_of(self, resource_arn)
        require_own(resource_arn, policy_doc)
        original(self, resource_arn, policy_doc)

    @replaces(KinesisBackend, "get_resource_policy")
    def get_resource_policy(original: Any, self: Any, resource_arn: str) -> str:
        holder_of(self, resource_arn)
        return self.resource_policies.get(resource_arn, "{}")

    @replaces(KinesisBackend, "delete_resource_policy")
    def delete_resource_policy(original: Any, self: Any, resource_arn: str) -> None:
        holder_of(self, resource_arn)
        if self.resource_policies.pop(resource_arn, None) is None:
            raise ResourceNotFoundError(f"No resource policy found for resource ARN {resource_arn}.")


def require_own(arn: str, text: str) -> None:
    try:
        statements = json.loads(text)["Statement"]
    except (ValueError, KeyError, TypeError):
        raise InvalidArgumentError("The policy is not a valid policy document.") from None
    for statement in statements if isinstance(statements, list) else [statements]:
        resources = statement.get("Resource")
        if any(each != arn for each in (resources if isinstance(resources, list) else [resources])):
            raise InvalidArgumentError(f"The policy must be about {arn} alone.")
