"""A rule wants a recorder, and a function that lets AWS Config in; it has an evaluation mode, and keeps its tags when it is put.

https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigRule.html. Plain moto looks for the function alone, tells
no mode, and takes the tags of a rule that is put again.
"""

from __future__ import annotations

from typing import Any

from moto.config.exceptions import InsufficientPermissionsException, NoAvailableConfigurationRecorderException
from moto.config.models import ConfigBackend, ConfigRule

from awslambda.invoke import lets_in
from patching import Sandbox, replaces

SERVICE = "config.amazonaws.com"
OWN = ("AccountId", "InputParametersDict", "LastUpdatedTime", "Tags")
"""What moto tells of a rule, and AWS does not."""


def apply(sandbox: Sandbox) -> None:
    @replaces(ConfigBackend, "put_config_rule")
    def put_config_rule(
        original: Any, self: Any, config_rule: dict[str, Any], tags: list[dict[str, str]] | None = None
    ) -> str:
        if not self.recorders:
            raise NoAvailableConfigurationRecorderException
        there = self.config_rules.get(config_rule.get("ConfigRuleName"))
        source = config_rule.get("Source", {})
        asked = source.get("SourceIdentifier", "")
        arn = there.config_rule_arn if there else f"arn:aws:config:{self.region_name}:{self.account_id}:config-rule/"
        if source.get("Owner") == "CUSTOM_LAMBDA" and not lets_in(self.account_id, asked, SERVICE, arn):
            raise InsufficientPermissionsException(
                f"The AWS Lambda function {asked} cannot be invoked. Check the specified function ARN, and check the "
                "function's permissions."
            )
        kept = there.tags if there else None
        answer = original(self, config_rule, tags)
        put = self.config_rules[config_rule["ConfigRuleName"]]
        put.__dict__["_sandbox_modes"] = config_rule.get("EvaluationModes") or [{"Mode": "DETECTIVE"}]
        if kept is not None:
            put.tags = kept
        return answer

    @replaces(ConfigRule, "to_dict")
    def to_dict(original: Any, self: Any) -> dict[str, Any]:
        told = {name: value for name, value in original(self).items() if name not in OWN}
        return {**told, "EvaluationModes": self.__dict__.get("_sandbox_modes", [{"Mode": "DETECTIVE"}])}
