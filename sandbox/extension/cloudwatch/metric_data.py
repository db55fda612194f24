"""GetMetricData gives what lies in a period under the period's beginning, which is a whole minute where it is 60 seconds.

Plain moto counts periods from the second that the caller asks from, and walks through all of them, whether anything lies
there or not: 15 days by the minute take it half a minute.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (StartTime)
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from moto.cloudwatch.models import CloudWatchBackend

from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(CloudWatchBackend, "get_metric_data")
    def get_metric_data(
        original: Any, self: Any, queries: list[dict[str, Any]], start_time: datetime, end_time: datetime, **more: Any
    ) -> list[dict[str, Any]]:
        wanted = {metric_of(each["MetricStat"]["Metric"]) for each in queries if "MetricStat" in each}
        if len(wanted) < len(queries):
            return original(self, queries, start_time, end_time, **more)
        times = [each.timestamp for each in self.get_all_metrics() if told(each) in wanted]
        within = [each for each in times if minute_of(start_time) <= each < end_time]
        # With nothing to find, what is walked through is short.
        start = minute_of(min(within)) if within else max(start_time, end_time - timedelta(minutes=1))
        return original(self, queries, start, end_time, **more)


def minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def metric_of(metric: dict[str, Any]) -> tuple[Any, ...]:
    dimensions = sorted((each["Name"], each["Value"]) for each in metric.get("Dimensions", []))
    return (metric["Namespace"], metric["MetricName"], *dimensions)


def told(datum: Any) -> tuple[Any, ...]:
    return (datum.namespace, datum.name, *sorted((each.name, each.value) for each in datum.dimensions))
