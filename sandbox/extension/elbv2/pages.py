"""Lists of target groups and listeners come in pages. Plain moto gives all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.elbv2.exceptions import ValidationError
from moto.elbv2.responses import ELBV2Response

from patching import Sandbox, replaces

MOST = 400
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html"""


def apply(sandbox: Sandbox) -> None:
    paged("describe_target_groups", "TargetGroups", lambda group: group.arn)
    paged("describe_listeners", "Listeners", lambda listener: listener.arn)


def paged(operation: str, items: str, key: Callable[[Any], str]) -> None:
    @replaces(ELBV2Response, operation)
    def page(original: Any, self: Any) -> Any:
        answer = original(self)
        found = list(answer.result[items])
        keys = [key(one) for one in found]
        marker, size = self._get_param("Marker"), self._get_int_param("PageSize", MOST)
        if marker and marker not in keys:
            raise ValidationError(f"Marker '{marker}' is not valid")
        start = keys.index(marker) + 1 if marker else 0
        answer.result[items] = found[start : start + size]
        if len(found) > start + size:
            answer.result["NextMarker"] = keys[start + size - 1]
        return answer
