"""An index that is added to a table is CREATING for a while, and no second one is made or deleted meanwhile; warm throughput never falls.

Plain moto has an index at once, several in one call, and takes any throughput.
"""

from __future__ import annotations

import time
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

from dynamodb.tables import SETTLING
from patching import Sandbox, replaces

ONE_AT_A_TIME = (
    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table"
)
UNITS = ("ReadUnitsPerSecond", "WriteUnitsPerSecond")


def apply(sandbox: Sandbox) -> None:
    @replaces(Table, "describe")
    def describe(original: Any, self: Any, base_key: str = "TableDescription") -> dict[str, Any]:
        told = original(self, base_key)
        for index in told[base_key].get("GlobalSecondaryIndexes", []):
            if index["IndexName"] in being_made(self):
                index["IndexStatus"] = "CREATING"
        return told

    @replaces(DynamoDBBackend, "update_table_global_indexes")
    def update_table_global_indexes(original: Any, self: Any, table: Any, updates: list[dict[str, Any]]) -> None:
        made = [one["Create"]["IndexName"] for one in updates if "Create" in one]
        gone = [one for one in updates if "Delete" in one]
        if len(made) + len(gone) > 0 and len(made) + len(gone) + len(being_made(table)) > 1:
            raise JsonRESTError("LimitExceededException", ONE_AT_A_TIME)
        there = {index.name: index.warm_throughput for index in table.global_indexes}
        for one in updates:
            update = one.get("Update", {})
            refuse_colder(update.get("WarmThroughput"), there.get(update.get("IndexName")))
        original(self, table, updates)
        table.sandbox_indexing = {**being_made(table), **{name: time.time() + SETTLING for name in made}}

    @replaces(DynamoDBBackend, "update_table")
    def update_table(original: Any, self: Any, name: str, *args: Any, **kwargs: Any) -> Any:
        refuse_colder(kwargs.get("warm_throughput"), self.get_table(name).warm_throughput)
        return original(self, name, *args, **kwargs)


def being_made(table: Any) -> dict[str, float]:
    """By their names, with when each is there."""
    return {name: ready for name, ready in getattr(table, "sandbox_indexing", {}).items() if time.time() < ready}


def refuse_colder(wanted: dict[str, Any] | None, there: dict[str, Any] | None) -> None:
    for unit in UNITS:
        if (wanted or {}).get(unit, float("inf")) < (there or {}).get(unit, 0):
            raise MockValidationException(
                f"One or more parameter values were invalid: {unit} of WarmThroughput cannot be decreased"
            )
