"""A group has one metric filter of a name, with all that was put. Plain moto appends, and keeps a few members.

No metric comes of them.
"""

from __future__ import annotations

import time
from typing import Any

from moto.logs.exceptions import InvalidParameterException, LimitExceededException, ResourceNotFoundException
from moto.logs.responses import LogsResponse

from logs.groups import identified, read_standard, standard
from logs.pages import page
from patching import Sandbox, replaces

MOST = 100
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"""
MEMBERS = (
    *("filterName", "logGroupName", "filterPattern", "metricTransformations"),
    *("applyOnTransformedLogs", "fieldSelectionCriteria", "emitSystemFieldDimensions"),
)


def apply(sandbox: Sandbox) -> None:
    @replaces(LogsResponse, "put_metric_filter")
    def put_metric_filter(original: Any, self: Any) -> str:
        group = standard(self, self._get_param("logGroupName"))
        given = {name: value for name in MEMBERS if (value := self._get_param(name)) is not None}
        refuse_untransformed(group, given)
        filters = filters_of(group)
        if given["filterName"] not in filters and len(filters) >= MOST:
            raise LimitExceededException()
        filters[given["filterName"]] = {
            "applyOnTransformedLogs": False,
            **given,
            "creationTime": int(time.time() * 1000),
        }
        return ""

    @replaces(LogsResponse, "describe_metric_filters")
    def describe_metric_filters(original: Any, self: Any) -> str:
        # moto checks the parameters.
        original(self)
        name, metric = self._get_param("logGroupName"), self._get_param("metricName")
        groups = [read_standard(self, name)] if name else self.logs_backend.groups.values()
        prefix = self._get_param("filterNamePrefix") or ""
        found = [
            one
            for group in groups
            for one in filters_of(group).values()
            if one["filterName"].startswith(prefix) and (metric is None or metric in metrics(one))
        ]
        return page(self, "metricFilters", sorted(found, key=lambda one: str(one["filterName"])))

    @replaces(LogsResponse, "delete_metric_filter")
    def delete_metric_filter(original: Any, self: Any) -> str:
        group = identified(self, self._get_param("logGroupName"))
        if filters_of(group).pop(self._get_param("filterName"), None) is None:
            raise ResourceNotFoundException("The specified metric filter does not exist.")
        return ""


def filters_of(group: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = group.__dict__.setdefault("sandbox_metric_filters", {})
    return found


def metrics(one: dict[str, Any]) -> list[str]:
    return [each["metricName"] for each in one["metricTransformations"]]


def refuse_untransformed(group: Any, given: dict[str, Any]) -> None:
    """https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html"""
    if given.get("applyOnTransformedLogs") and not hasattr(group, "sandbox_transformer"):
        raise InvalidParameterException("applyOnTransformedLogs needs a log group with an active log transformer.")
