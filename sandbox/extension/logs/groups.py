"""A log group keeps its class and its protections, takes the retentions that AWS takes, and goes with all that it has.

Plain moto knows neither, takes any number of days, and leaves the tags and metric filters of a group that is deleted to
the next one of its name.
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogGroup, LogsBackend
from moto.logs.responses import LogsResponse

from patching import Sandbox, adds, replaces

DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827),
    *(2192, 2557, 2922, 3288, 3653),
)
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""
PROTECTIONS = ("deletionProtectionEnabled", "bearerTokenAuthenticationEnabled")

ONLY_STANDARD = "This operation is only supported on the Standard log class."


def apply(sandbox: Sandbox) -> None:
    @replaces(LogsResponse, "create_log_group")
    def create_log_group(original: Any, self: Any) -> Any:
        answer = original(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        group.sandbox_class = self._get_param("logGroupClass") or "STANDARD"
        group.sandbox_protections = {PROTECTIONS[0]: bool(self._get_param(PROTECTIONS[0]))}
        return answer

    @replaces(LogGroup, "to_describe_dict")
    def to_describe_dict(original: Any, self: Any) -> dict[str, Any]:
        protections = {PROTECTIONS[0]: False} | getattr(self, "sandbox_protections", {})
        filters = getattr(self, "sandbox_metric_filters", {})
        return original(self) | {
            "logGroupClass": class_of(self),
            "metricFilterCount": len(filters),
            **protections,
        }

    @replaces(LogsBackend, "delete_log_group")
    def delete_log_group(original: Any, self: Any, log_group_name: str) -> None:
        group = self.groups.get(log_group_name)
        if getattr(group, "sandbox_protections", {}).get(PROTECTIONS[0]):
            raise JsonRESTError("InvalidOperationException", "The log group is protected from being deleted.")
        original(self, log_group_name)
        self.tagger.delete_all_tags_for_resource(group.arn)

    @replaces(LogsBackend, "put_retention_policy")
    def put_retention_policy(original: Any, self: Any, log_group_name: str, retention_in_days: Any) -> None:
        if int(retention_in_days) not in DAYS:
            allowed = ", ".join(str(day) for day in DAYS)
            why = f"Member must satisfy enum value set: [{allowed}]"
            raise InvalidParameterException(constraint=why, parameter="retentionInDays", value=retention_in_days)
        original(self, log_group_name, int(retention_in_days))

    @adds(LogsResponse, "put_log_group_deletion_protection")
    def put_log_group_deletion_protection(self: Any) -> str:
        protect(self, PROTECTIONS[0])
        return ""

    @adds(LogsResponse, "put_bearer_token_authentication")
    def put_bearer_token_authentication(self: Any) -> str:
        protect(self, PROTECTIONS[1])
        return ""

    @adds(LogsResponse, "associate_kms_key")
    def associate_kms_key(self: Any) -> str:
        identified(self, self._get_param("logGroupName")).kms_key_id = self._get_param("kmsKeyId")
        return ""

    @adds(LogsResponse, "disassociate_kms_key")
    def disassociate_kms_key(self: Any) -> str:
        identified(self, self._get_param("logGroupName")).kms_key_id = None
        return ""

    @replaces(LogsResponse, "describe_log_groups")
    def describe_log_groups(original: Any, self: Any) -> str:
        prefix, pattern = self._get_param("logGroupNamePrefix"), self._get_param("logGroupNamePattern")
        if prefix and pattern:
            raise InvalidParameterException(
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
            )
        told = json.loads(original(self))
        return json.dumps({name: value for name, value in told.items() if value is not None})


def protect(response: Any, name: str) -> None:
    group = identified(response, response._get_param("logGroupIdentifier"))
    group.sandbox_protections = getattr(group, "sandbox_protections", {}) | {name: bool(response._get_param(name))}


def class_of(group: Any) -> str:
    return getattr(group, "sandbox_class", "STANDARD")


def identified(response: Any, identifier: str) -> Any:
    """The group of a name or an ARN. Raises what AWS says of one that is not there."""
    name = identifier.split(":log-group:")[-1].removesuffix(":*")
    return response.logs_backend._find_log_group(log_group_name=name)


def standard(response: Any, identifier: str) -> Any:
    """The same, of the one class that has filters and policies. Raises what AWS says of a write to another one."""
    group = identified(response, identifier)
    if class_of(group) != "STANDARD":
        raise JsonRESTError("InvalidOperationException", ONLY_STANDARD)
    return group


def read_standard(response: Any, identifier: str) -> Any:
    """The same, where a read of another class is refused: by a code that no model of these calls has."""
    group = identified(response, identifier)
    if class_of(group) != "STANDARD":
        raise JsonRESTError("ValidationException", ONLY_STANDARD)
    return group
