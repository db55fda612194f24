"""A rule that is not there is refused as one that nobody may see, and one that names no version of SQL has the first.

https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-sql-version.html. Plain moto says what a rule does not have.
"""

from __future__ import annotations

from typing import Any

from moto.iot.exceptions import IoTClientError
from moto.iot.models import FakeRule, IoTBackend

from patching import Sandbox, replaces

SQL_VERSION = "2015-10-08"
MAYBE = ("description", "errorAction")


class UnauthorizedException(IoTClientError):
    """https://docs.aws.amazon.com/iot/latest/apireference/API_GetTopicRule.html"""

    code = 401

    def __init__(self, name: str):
        super().__init__("UnauthorizedException", f"Access to topic rule '{name}' was denied")


def apply(sandbox: Sandbox) -> None:
    @replaces(FakeRule, "__init__")
    def make(original: Any, self: Any, *given: Any, **named: Any) -> None:
        original(self, *given, **{**named, "aws_iot_sql_version": named["aws_iot_sql_version"] or SQL_VERSION})

    @replaces(FakeRule, "to_get_dict")
    def to_get_dict(original: Any, self: Any) -> dict[str, Any]:
        answer = original(self)
        told = {name: value for name, value in answer["rule"].items() if value or name not in MAYBE}
        return {**answer, "rule": told}

    @replaces(IoTBackend, "get_topic_rule")
    def get_topic_rule(original: Any, self: Any, rule_name: str) -> dict[str, Any]:
        if rule_name not in self.rules:
            raise UnauthorizedException(rule_name)
        return original(self, rule_name)
