"""Vaults return their tags, and an empty list of recovery points.

The Go SDK asks AWS Backup for tags without a slash at the end of the address, which plain moto takes for
another resource; listing a vault's recovery points is an HTML page there. Every other address of the service
reaches moto's dispatcher, so that an unknown call is refused by its name.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from moto.backup import urls
from moto.backup.responses import BackupResponse

from patching import Sandbox, adds, replaces


def apply(sandbox: Sandbox) -> None:
    urls.url_paths = {"{0}/(?P<address>.+)$": BackupResponse.dispatch}

    @replaces(BackupResponse, "list_tags")
    def list_tags(original: Any, self: Any) -> str:
        arn = unquote(self.path.split("/tags/", 1)[1]).rstrip("/")
        return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=arn)})

    @adds(BackupResponse, "list_recovery_points_by_backup_vault")
    def list_recovery_points_by_backup_vault(self: Any) -> str:
        self.backup_backend.describe_backup_vault(self._get_param("backupVaultName"))
        return json.dumps({"RecoveryPoints": []})
