"""A rotation keeps its rules; without a rotation at once, a function that may be invoked runs its step `testSecret` alone.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html. Plain moto loses expressions and windows,
asks no policy, leaves a version behind from a test, and has a secret forget the function that it is not told again.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError
from moto.secretsmanager.exceptions import InvalidParameterException
from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

from awslambda.invoke import Slot, chosen, lets_in
from awslambda.names import split
from awslambda.runtime import run
from patching import Sandbox, replaces

SERVICE = "secretsmanager.amazonaws.com"
DAYS = "AutomaticallyAfterDays"
DAY = 86_400


def apply(sandbox: Sandbox) -> None:
    @replaces(SecretsManagerBackend, "rotate_secret")
    def rotate_secret(
        original: Any,
        self: Any,
        secret_id: str,
        client_request_token: str | None = None,
        rotation_lambda_arn: str | None = None,
        rotation_rules: dict[str, Any] | None = None,
        rotate_immediately: bool = True,
    ) -> Any:
        rules = rotation_rules or {}
        if DAYS in rules and "ScheduleExpression" in rules:
            raise InvalidParameterException(f"You can use {DAYS} or ScheduleExpression, but not both.")
        secret = self.describe_secret(secret_id)
        arn = rotation_lambda_arn or getattr(secret, "rotation_lambda_arn", "")
        if rotate_immediately or not arn or not isinstance(secret, FakeSecret):
            answer = original(self, secret_id, client_request_token, arn, rules, rotate_immediately)
            secret.__dict__["sandbox_rules"] = rules or secret.__dict__.get("sandbox_rules", {})
            return answer
        tried(sandbox, secret, arn)
        secret.rotation_requested = secret.rotation_enabled = True
        secret.rotation_lambda_arn = arn
        secret.__dict__["sandbox_rules"] = rules or secret.__dict__.get("sandbox_rules", {})
        return json.dumps({"ARN": secret.arn, "Name": secret.name})

    @replaces(FakeSecret, "to_dict")
    def to_dict(original: Any, self: Any) -> dict[str, Any]:
        told: dict[str, Any] = original(self)
        rules = self.__dict__.get("sandbox_rules", {})
        if "RotationRules" not in told or not rules:
            return told
        every = re.fullmatch(r"rate\((\d+) days?\)", rules.get("ScheduleExpression", ""))
        days = int(every[1]) if every else rules.get(DAYS)
        told["RotationRules"] = {**rules, **({DAYS: days} if days else {})}
        if days and self.rotation_enabled:
            told["NextRotationDate"] = (told.get("LastChangedDate") or told["CreatedDate"]) + days * DAY
        return told


def tried(sandbox: Sandbox, secret: FakeSecret, arn: str) -> None:
    if not lets_in(secret.account_id, arn, SERVICE, secret.arn):
        raise JsonRESTError(
            "AccessDeniedException",
            "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access "
            f"to the principal {SERVICE}.",
        )
    name, qualifier = split(arn)
    functions = lambda_backends[secret.account_id][arn.split(":")[3]]
    asked = {"Step": "testSecret", "SecretId": secret.arn, "ClientRequestToken": str(uuid.uuid4())}
    with Slot(functions.get_function(name, None)):
        run(sandbox, chosen(functions, name, qualifier), json.dumps(asked).encode(), arn)
