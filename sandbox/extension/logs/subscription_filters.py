"""A group has two subscription filters at the most, one of a name, with all that was put; Lambda is asked whether Logs may call.

Plain moto refuses to update one of two, always says ByLogStream, drops the rest, and asks no policy.
"""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.logs.exceptions import InvalidParameterException, LimitExceededException
from moto.logs.models import LogsBackend, SubscriptionFilter
from moto.logs.responses import LogsResponse

from delivery.failure import Undelivered
from delivery.permission import refuse_stranger
from logs.groups import read_standard, standard
from logs.metric_filters import refuse_untransformed
from logs.pages import page
from patching import Sandbox, replaces

SERVICE = "logs.amazonaws.com"
REGIONAL = "logs.{region}.amazonaws.com"
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html names either."""
MOST = 2
MORE = ("distribution", "applyOnTransformedLogs", "fieldSelectionCriteria", "emitSystemFields")
KEPT = ("emitSystemFields",)
NOT_ALLOWED = (
    "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function."
)
ANOTHER_ACCOUNT = (
    "Cross-account lambda invocation passing is not allowed. "
    "You must use DestinationPolicies to create cross account lambda triggers."
)


def apply(sandbox: Sandbox) -> None:
    @replaces(LogsResponse, "put_subscription_filter")
    def put_subscription_filter(original: Any, self: Any) -> str:
        name, destination = self._get_param("filterName"), self._get_param("destinationArn")
        refuse(self, destination)
        group = standard(self, self._get_param("logGroupName"))
        given = {one: value for one in MORE if (value := self._get_param(one)) is not None}
        refuse_untransformed(group, given)
        there = group.subscription_filters.pop(name, None)
        if len(group.subscription_filters) >= MOST:
            raise LimitExceededException()
        try:
            if destination.split(":")[2] == "lambda":
                ask(destination, group)
            original(self)
        except Exception:
            if there is not None:
                group.subscription_filters[name] = there
            raise
        made = group.subscription_filters[name]
        # What an update leaves out goes back to its default, but for what only an empty list takes away:
        # https://github.com/hashicorp/terraform-provider-aws/pull/45760
        kept = {name: value for name in KEPT if (value := getattr(there, "sandbox_given", {}).get(name)) is not None}
        made.sandbox_given = {"distribution": "ByLogStream", "applyOnTransformedLogs": False} | kept | given
        if there is not None:
            made.creation_time = there.creation_time
        return ""

    @replaces(SubscriptionFilter, "to_json")
    def to_json(original: Any, self: Any) -> dict[str, Any]:
        told = original(self) | getattr(self, "sandbox_given", {})
        return {name: value for name, value in told.items() if value is not None}

    @replaces(LogsResponse, "describe_subscription_filters")
    def describe_subscription_filters(original: Any, self: Any) -> str:
        read_standard(self, self._get_param("logGroupName"))
        found = LogsBackend.describe_subscription_filters(self.logs_backend, self._get_param("logGroupName"))
        prefix = self._get_param("filterNamePrefix") or ""
        listed = [one.to_json() for one in found if one.name.startswith(prefix)]
        return page(self, "subscriptionFilters", sorted(listed, key=lambda one: str(one["filterName"])))


def refuse(response: Any, destination: str) -> None:
    _, _, service, _, account, *_ = destination.split(":")
    if service == "lambda" and account != response.current_account:
        raise JsonRESTError("AccessDeniedException", ANOTHER_ACCOUNT)
    if service in ("kinesis", "firehose") and not response._get_param("roleArn"):
        raise InvalidParameterException(f"destinationArn for vendor {service} cannot be used without roleArn")


def ask(function: str, group: Any) -> None:
    if not lets_in(function, group):
        raise InvalidParameterException(NOT_ALLOWED)


def lets_in(function: str, group: Any) -> bool:
    """Whether a function's policy lets Logs call it on behalf of a group."""
    for service in (SERVICE, REGIONAL.format(region=group.region)):
        try:
            refuse_stranger(function, service, f"{group.arn}:*")
            return True
        except Undelivered:
            continue
    return False
