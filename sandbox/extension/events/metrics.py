"""How often a rule was matched and failed: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html"""

from __future__ import annotations

from typing import Any

from moto.cloudwatch.models import cloudwatch_backends


def count(rule: Any, metric: str) -> None:
    """Adds one to `FailedInvocations`, or another metric of the rule."""
    dimensions = [{"Name": "RuleName", "Value": rule.name}]
    if rule.event_bus_name != "default":
        dimensions.insert(0, {"Name": "EventBusName", "Value": rule.event_bus_name})
    data = {"MetricName": metric, "Value": 1, "Unit": "Count", "Dimensions": dimensions}
    cloudwatch_backends[rule.account_id][rule.region_name].put_metric_data("AWS/Events", [data])
