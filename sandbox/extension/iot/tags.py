"""Tags of topic rules, which go with them. Plain moto has none."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from moto.core.responses import ActionResult, EmptyResult
from moto.iot.exceptions import ResourceNotFoundException
from moto.iot.models import IoTBackend
from moto.iot.responses import IoTResponse

from patching import Sandbox, adds, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(IoTResponse, "create_topic_rule")
    def create_topic_rule(original: Any, self: Any) -> Any:
        answer = original(self)
        rule = self.iot_backend.rules[self._get_param("ruleName")]
        given = self.headers.get("x-amz-tagging", "")
        tags_of(self.iot_backend, rule.arn).update(parse_qsl(given, keep_blank_values=True))
        return answer

    @replaces(IoTResponse, "delete_topic_rule")
    def delete_topic_rule(original: Any, self: Any) -> Any:
        rule = self.iot_backend.rules.get(self._get_param("ruleName"))
        answer = original(self)
        self.iot_backend.__dict__.get("sandbox_tags", {}).pop(rule.arn, None)
        return answer

    @adds(IoTResponse, "list_tags_for_resource")
    def list_tags_for_resource(self: Any) -> ActionResult:
        tags = tags_of(self.iot_backend, self._get_param("resourceArn"))
        return ActionResult({"tags": [{"Key": key, "Value": value} for key, value in tags.items()]})

    @adds(IoTResponse, "tag_resource")
    def tag_resource(self: Any) -> EmptyResult:
        given = self._get_param("tags")
        tags_of(self.iot_backend, self._get_param("resourceArn")).update({one["Key"]: one["Value"] for one in given})
        return EmptyResult()

    @adds(IoTResponse, "untag_resource")
    def untag_resource(self: Any) -> EmptyResult:
        tags = tags_of(self.iot_backend, self._get_param("resourceArn"))
        for key in self._get_param("tagKeys"):
            tags.pop(key, None)
        return EmptyResult()


def tags_of(backend: IoTBackend, arn: str) -> dict[str, str]:
    if not any(rule.arn == arn for rule in backend.rules.values()):
        raise ResourceNotFoundException
    tags: dict[str, dict[str, str]] = backend.__dict__.setdefault("sandbox_tags", {})
    return tags.setdefault(arn, {})
