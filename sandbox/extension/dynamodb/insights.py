"""Contributor Insights of a table and its indexes are kept. Plain moto knows none; nothing is counted."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.dynamodb.responses import DynamoHandler

from patching import Sandbox, adds

MODE = "ACCESSED_AND_THROTTLED_KEYS"


def apply(sandbox: Sandbox) -> None:
    @adds(DynamoHandler, "update_contributor_insights")
    def update_contributor_insights(self: Any) -> ActionResult:
        table, index = named(self)
        kept = insights_of(table)
        if self.body["ContributorInsightsAction"] == "ENABLE":
            kept[index] = self.body.get("ContributorInsightsMode", kept.get(index, MODE))
        else:
            kept.pop(index, None)
        return ActionResult(told(table, index))

    @adds(DynamoHandler, "describe_contributor_insights")
    def describe_contributor_insights(self: Any) -> ActionResult:
        return ActionResult(told(*named(self)))

    @adds(DynamoHandler, "list_contributor_insights")
    def list_contributor_insights(self: Any) -> ActionResult:
        table, _ = named(self)
        return ActionResult({"ContributorInsightsSummaries": [told(table, index) for index in insights_of(table)]})


def named(response: Any) -> tuple[Any, str]:
    return response.dynamodb_backend.get_table(response.body["TableName"]), response.body.get("IndexName", "")


def insights_of(table: Any) -> dict[str, str]:
    """By index; the empty text is the table."""
    if not hasattr(table, "sandbox_insights"):
        table.sandbox_insights = {}
    return table.sandbox_insights


def told(table: Any, index: str) -> dict[str, Any]:
    mode = insights_of(table).get(index)
    return {
        "TableName": table.name,
        **({"IndexName": index} if index else {}),
        "ContributorInsightsStatus": "DISABLED" if mode is None else "ENABLED",
        **({} if mode is None else {"ContributorInsightsMode": mode}),
    }
