"""A stream has a policy of its own, and policies go with their table. Plain moto takes the stream's label for a table."""

from __future__ import annotations

from typing import Any

from moto.dynamodb.exceptions import PolicyNotFoundException, ResourceNotFoundException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import ResourcePolicy

from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(DynamoDBBackend, "put_resource_policy")
    def put_resource_policy(
        original: Any, self: Any, resource_arn: str, policy_doc: str, expected_revision_id: str | None
    ) -> ResourcePolicy:
        if not is_stream(self, resource_arn):
            return original(self, resource_arn, policy_doc, expected_revision_id)
        self.resource_policies[resource_arn] = ResourcePolicy(resource_arn, policy_doc)
        return self.resource_policies[resource_arn]

    @replaces(DynamoDBBackend, "get_resource_policy")
    def get_resource_policy(original: Any, self: Any, resource_arn: str) -> ResourcePolicy:
        if not is_stream(self, resource_arn):
            return original(self, resource_arn)
        if resource_arn not in self.resource_policies:
            raise PolicyNotFoundException(
                f"Resource-based policy not found for the provided ResourceArn: {resource_arn}"
            )
        return self.resource_policies[resource_arn]

    @replaces(DynamoDBBackend, "delete_table")
    def delete_table(original: Any, self: Any, name: str) -> Any:
        gone = original(self, name)
        for arn in [one for one in self.resource_policies if one.split("/")[1] == gone.name]:
            del self.resource_policies[arn]
        return gone


def is_stream(backend: Any, arn: str) -> bool:
    """Whether it is the stream that a table has now."""
    if "/stream/" not in arn:
        return False
    name, label = arn.split("/")[1], arn.split("/stream/")[1]
    table = backend.tables.get(name)
    if table is None or table.latest_stream_label != label:
        raise ResourceNotFoundException(table_name=name)
    return True
