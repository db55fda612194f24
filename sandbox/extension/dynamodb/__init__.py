"""What zonekeep's sandbox adds to moto's DynamoDB. The order of the patches matters."""

from __future__ import annotations

from dynamodb import backups, destinations, indexes, insights, policies, restoring, scaling, tables

PATCHES = (tables, indexes, policies, backups, restoring, insights, destinations, scaling)
