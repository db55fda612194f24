"""A table has an id, a class and limits, is made or changed for a while, and a stream that is switched off and on is another one.

Plain moto tells no id and drops class, limits and keys of an update; it refuses to switch a stream on that ever was.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

from moto.dynamodb.exceptions import MockValidationException, ResourceInUseException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler

from patching import Sandbox, replaces

SETTLING = 0.3
"""Seconds for which a restored table is CREATING."""
KEPT = ("TableClass", "OnDemandThroughput", "SSESpecification")


def apply(sandbox: Sandbox) -> None:
    @replaces(Table, "describe")
    def describe(original: Any, self: Any, base_key: str = "TableDescription") -> dict[str, Any]:
        told = original(self, base_key)
        table = told[base_key]
        table["TableId"] = id_of(self)
        table["TableStatus"] = status_of(self)
        for empty in ("GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
            if not table[empty]:
                del table[empty]
        # A table that was never paid by request says nothing of its mode.
        if self.billing_mode != "PAY_PER_REQUEST":
            del table["BillingModeSummary"]
        kept = getattr(self, "sandbox_kept", {})
        if kept.get("TableClass", "STANDARD") != "STANDARD":
            table["TableClassSummary"] = {"TableClass": kept["TableClass"]}
        if "OnDemandThroughput" in kept:
            table["OnDemandThroughput"] = kept["OnDemandThroughput"]
        return told

    @replaces(DynamoHandler, "create_table")
    def create_table(original: Any, self: Any) -> Any:
        answer = original(self)
        keep(self.dynamodb_backend.get_table(self.body["TableName"]), self.body)
        return answer

    @replaces(DynamoHandler, "update_table")
    def update_table(original: Any, self: Any) -> Any:
        table = self.dynamodb_backend.get_table(self.body["TableName"])
        if status_of(table) != "ACTIVE":
            raise ResourceInUseException(f"Attempt to change a resource which is still in use: Table: {table.name}")
        keep(table, self.body)
        return original(self)

    @replaces(DynamoDBBackend, "update_table_streams")
    def update_table_streams(original: Any, self: Any, table: Any, wanted: dict[str, Any]) -> None:
        on = bool((table.stream_specification or {}).get("StreamEnabled"))
        if bool(wanted.get("StreamEnabled")) == on:
            raise MockValidationException(
                f"Table already has an enabled stream: TableName: {table.name}"
                if on
                else f"Table has no stream to disable: TableName: {table.name}"
            )
        table.set_stream_specification(wanted)
        if not wanted.get("StreamEnabled"):
            table.stream_shard = None


def keep(table: Any, body: dict[str, Any]) -> None:
    given = {name: body[name] for name in KEPT if name in body}
    table.sandbox_kept = getattr(table, "sandbox_kept", {}) | given
    key = given.get("SSESpecification")
    if key is None:
        return
    own = key.get("KMSMasterKeyId") or table._get_default_encryption_key(table.account_id, table.region_name)
    table.sse_specification = {**key, "KMSMasterKeyId": own} if key.get("Enabled") else None


def id_of(table: Any) -> str:
    if not hasattr(table, "sandbox_id"):
        table.sandbox_id = str(uuid.uuid4())
    return str(table.sandbox_id)


def status_of(table: Any) -> str:
    return "CREATING" if time.time() < getattr(table, "sandbox_ready", 0) else "ACTIVE"


def settle(table: Any) -> None:
    table.sandbox_ready = time.time() + SETTLING
