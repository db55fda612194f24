"""A rule has SES's defaults; what it calls has to let SES in; it can be moved and deleted.

https://docs.aws.amazon.com/ses/latest/APIReference/API_ReceiptRule.html. Plain moto tells a rule as it was put, asks no policy,
and knows neither of these calls.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import EmptyResult
from moto.ses.exceptions import InvalidLambdaFunctionException, RuleDoesNotExist
from moto.ses.models import SESBackend
from moto.ses.responses import EmailResponse

from awslambda.invoke import lets_in
from patching import Sandbox, adds, replaces

SERVICE = "ses.amazonaws.com"
DEFAULTS = {"Enabled": False, "TlsPolicy": "Optional", "ScanEnabled": False}
OF_ACTIONS = {"LambdaAction": {"InvocationType": "Event"}, "SNSAction": {"Encoding": "UTF-8"}}


def apply(sandbox: Sandbox) -> None:
    @replaces(SESBackend, "create_receipt_rule")
    def create_receipt_rule(original: Any, self: Any, rule_set_name: str, rule: dict[str, Any], after: str | None) -> None:
        original(self, rule_set_name, tried(self, rule_set_name, rule), after)

    @replaces(SESBackend, "update_receipt_rule")
    def update_receipt_rule(original: Any, self: Any, rule_set_name: str, rule: dict[str, Any]) -> None:
        original(self, rule_set_name, tried(self, rule_set_name, rule))

    @adds(EmailResponse, "set_receipt_rule_position")
    def set_receipt_rule_position(self: Any) -> EmptyResult:
        rules = self.backend.describe_receipt_rule_set(self._get_param("RuleSetName")).rules
        moved, after = named(rules, self._get_param("RuleName")), self._get_param("After")
        at = named(rules, after) if after else None
        rules.remove(moved)
        rules.insert(rules.index(at) + 1 if at else 0, moved)
        return EmptyResult()

    @adds(EmailResponse, "delete_receipt_rule")
    def delete_receipt_rule(self: Any) -> EmptyResult:
        rules = self.backend.describe_receipt_rule_set(self._get_param("RuleSetName")).rules
        rules[:] = [rule for rule in rules if rule["Name"] != self._get_param("RuleName")]
        return EmptyResult()


def tried(backend: SESBackend, rule_set: str, rule: dict[str, Any]) -> dict[str, Any]:
    account, region = backend.account_id, backend.region_name
    source = f"arn:aws:ses:{region}:{account}:receipt-rule-set/{rule_set}:receipt-rule/{rule['Name']}"
    actions = [
        {kind: {**OF_ACTIONS.get(kind, {}), **members} for kind, members in action.items()}
        for action in rule.get("Actions") or []
    ]
    for action in actions:
        called = action.get("LambdaAction", {}).get("FunctionArn")
        if called and not lets_in(account, called, SERVICE, source):
            raise InvalidLambdaFunctionException(f"Could not invoke Lambda function: {called}")
    return {**DEFAULTS, **rule, "Actions": actions}


def named(rules: list[dict[str, Any]], name: str) -> dict[str, Any]:
    found = next((rule for rule in rules if rule["Name"] == name), None)
    if found is None:
        raise RuleDoesNotExist(f"Rule does not exist: {name}")
    return found
