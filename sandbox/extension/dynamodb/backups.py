"""A table that had point-in-time recovery leaves a system backup of its last moment; lists of backups go by their type.

Plain moto leaves none, lists all of every type, and tells neither the id nor the indexes of a backup's table.
"""

from __future__ import annotations

import datetime
from typing import Any

from moto.core.responses import ActionResult
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Backup
from moto.dynamodb.responses import DynamoHandler

from dynamodb.tables import id_of
from patching import Sandbox, replaces

KEPT = datetime.timedelta(days=35)
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html"""


def apply(sandbox: Sandbox) -> None:
    @replaces(DynamoDBBackend, "delete_table")
    def delete_table(original: Any, self: Any, name: str) -> Any:
        table = self.get_table(name)
        # Its id is told before it is copied.
        id_of(table)
        gone = original(self, name)
        if recovers(gone):
            backup = Backup(self.account_id, self.region_name, f"{gone.name}$DeletedTableBackup", gone, type_="SYSTEM")
            self.backups[backup.arn] = backup
        return gone

    @replaces(DynamoDBBackend, "describe_continuous_backups")
    def describe_continuous_backups(original: Any, self: Any, table_name: str) -> dict[str, Any]:
        told = original(self, table_name)
        recovery = told["PointInTimeRecoveryDescription"]
        if recovery["PointInTimeRecoveryStatus"] != "ENABLED":
            return told
        now = datetime.datetime.now(tz=datetime.timezone.utc).timestamp()
        return {**told, "PointInTimeRecoveryDescription": {**recovery, "LatestRestorableDateTime": now}}

    @replaces(DynamoHandler, "list_backups")
    def list_backups(_original: Any, self: Any) -> ActionResult:
        wanted = self.body.get("BackupType", "USER")
        found = self.dynamodb_backend.list_backups(self.body.get("TableName"))
        own = [one for one in found if wanted in ("ALL", one.type)]
        return ActionResult({"BackupSummaries": [summary(one) for one in own]})

    @replaces(DynamoHandler, "describe_backup")
    def describe_backup(_original: Any, self: Any) -> ActionResult:
        backup = self.dynamodb_backend.describe_backup(self.body["BackupArn"])
        return ActionResult({"BackupDescription": description(backup)})


def recovers(table: Any) -> bool:
    return table.continuous_backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def expiry(backup: Any) -> dict[str, Any]:
    return {"BackupExpiryDateTime": backup.creation_date_time + KEPT} if backup.type == "SYSTEM" else {}


def summary(backup: Any) -> dict[str, Any]:
    return {**backup.summary, "TableId": id_of(backup.table), **expiry(backup)}


def description(backup: Any) -> dict[str, Any]:
    table = backup.table.describe()["TableDescription"]
    units = table["ProvisionedThroughput"]
    indexes = {
        which: [{name: one[name] for name in ("IndexName", "KeySchema", "Projection")} for one in table[which]]
        for which in ("LocalSecondaryIndexes", "GlobalSecondaryIndexes")
        if which in table
    }
    return {
        "BackupDetails": {**backup.details, **expiry(backup)},
        "SourceTableDetails": {
            **{name: table[name] for name in ("TableName", "TableId", "TableArn", "KeySchema", "ItemCount")},
            "TableSizeBytes": 0,
            "TableCreationDateTime": table["CreationDateTime"],
            "ProvisionedThroughput": {
                name: max(1, units[name]) for name in ("ReadCapacityUnits", "WriteCapacityUnits")
            },
            "BillingMode": backup.table.billing_mode or "PROVISIONED",
        },
        "SourceTableFeatureDetails": indexes,
    }
