"""A restored table has its items, keys, indexes, capacity and key as they were or as was asked, from any region, is CREATING
for a while, and says from what it was restored, and as of when.

Plain moto takes no override and no other region, and restores what has no point-in-time recovery. Of an earlier time it
has nothing: items of a table that is there are those of now.
"""

from __future__ import annotations

import datetime
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import TableAlreadyExistsException
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import GlobalSecondaryIndex, LocalSecondaryIndex, RestoredPITTable, RestoredTable
from moto.dynamodb.responses import DynamoHandler

from dynamodb.backups import recovers
from dynamodb.tables import keep, settle, status_of
from patching import Sandbox, replaces

TYPE = "com.amazonaws.dynamodb.v20120810#"


def apply(sandbox: Sandbox) -> None:
    @replaces(DynamoHandler, "restore_table_from_backup")
    def restore_table_from_backup(_original: Any, self: Any) -> ActionResult:
        arn = self.body["BackupArn"]
        backup = backend_of(self, arn).get_backup(arn)
        name = target(self)
        made = RestoredTable(name, account_id=self.current_account, region=self.region, backup=backup)
        made.restore_date_time = backup.creation_date_time
        return restored(self, made, backup.table)

    @replaces(DynamoHandler, "restore_table_to_point_in_time")
    def restore_table_to_point_in_time(_original: Any, self: Any) -> ActionResult:
        arn = self.body.get("SourceTableArn")
        backend = self.dynamodb_backend if arn is None else backend_of(self, arn)
        source_name = self.body["SourceTableName"] if arn is None else arn.split("/")[1]
        source = backend.tables.get(source_name)
        if source is None:
            raise JsonRESTError(TYPE + "TableNotFoundException", f"Table not found: {source_name}")
        if not recovers(source):
            raise JsonRESTError(
                TYPE + "PointInTimeRecoveryUnavailableException",
                f"Point in time recovery is not enabled for table '{source_name}'",
            )
        refuse_time(self.body.get("RestoreDateTime"), source)
        name = target(self)
        made = RestoredPITTable(name, account_id=self.current_account, region=self.region, source=source)
        made.restore_date_time = self.body.get("RestoreDateTime", made.restore_date_time)
        return restored(self, made, source)

    for restored_class in (RestoredTable, RestoredPITTable):

        @replaces(restored_class, "describe")
        def describe(original: Any, self: Any, base_key: str = "TableDescription") -> dict[str, Any]:
            told = original(self, base_key)
            told[base_key]["RestoreSummary"]["RestoreInProgress"] = status_of(self) == "CREATING"
            return told


def backend_of(response: Any, arn: str) -> Any:
    return dynamodb_backends[response.current_account][arn.split(":")[3]]


def target(response: Any) -> str:
    name = response.body["TargetTableName"]
    if name in response.dynamodb_backend.tables:
        raise TableAlreadyExistsException(name)
    return str(name)


def refuse_time(wanted: Any, source: Any) -> None:
    if wanted is None:
        return
    recovery = source.continuous_backups["PointInTimeRecoveryDescription"]
    now = datetime.datetime.now(tz=datetime.timezone.utc).timestamp()
    if not seconds(recovery["EarliestRestorableDateTime"]) <= seconds(wanted) <= now:
        raise JsonRESTError(TYPE + "InvalidRestoreTimeException", "The restore time is out of range")


def seconds(time: Any) -> float:
    if not isinstance(time, datetime.datetime):
        return float(time)
    # moto's times are of UTC, whether they say so or not.
    return (time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)).timestamp()


def restored(response: Any, made: Any, source: Any) -> ActionResult:
    body = response.body
    made.billing_mode = body.get("BillingModeOverride", source.billing_mode)
    if "ProvisionedThroughputOverride" in body:
        made.throughput = {**body["ProvisionedThroughputOverride"], "NumberOfDecreasesToday": 0}
    if made.billing_mode == "PAY_PER_REQUEST":
        made.throughput = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0, "NumberOfDecreasesToday": 0}
        made.warm_throughput = {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"}
    if "GlobalSecondaryIndexOverride" in body:
        refuse_indexes(body["GlobalSecondaryIndexOverride"], source.global_indexes)
        made.global_indexes = [
            GlobalSecondaryIndex.create(one, made.table_key_attrs) for one in body["GlobalSecondaryIndexOverride"]
        ]
    if "LocalSecondaryIndexOverride" in body:
        refuse_indexes(body["LocalSecondaryIndexOverride"], source.indexes)
        made.indexes = [
            LocalSecondaryIndex.create(one, made.table_key_attrs) for one in body["LocalSecondaryIndexOverride"]
        ]
    before = getattr(source, "sandbox_kept", {})
    key = body.get("SSESpecificationOverride", before.get("SSESpecification", {"Enabled": False}))
    limits = body.get("OnDemandThroughputOverride", before.get("OnDemandThroughput"))
    keep(made, {"SSESpecification": key, **({"OnDemandThroughput": limits} if limits else {})})
    settle(made)
    response.dynamodb_backend.tables[made.name] = made
    return ActionResult(made.describe())


def refuse_indexes(wanted: list[dict[str, Any]], there: list[Any]) -> None:
    """By all of it: one of the name with other keys or attributes is another one."""
    forms = [form({"IndexName": one.name, "KeySchema": one.schema, "Projection": one.projection}) for one in there]
    for one in wanted:
        if form(one) not in forms:
            raise JsonRESTError("ValidationException", f"Index {one['IndexName']} is not one of the source table")


def form(index: dict[str, Any]) -> tuple[Any, ...]:
    projection = index.get("Projection") or {}
    return (
        index["IndexName"],
        [(key["AttributeName"], key["KeyType"]) for key in index["KeySchema"]],
        projection.get("ProjectionType"),
        sorted(projection.get("NonKeyAttributes", [])),
    )
