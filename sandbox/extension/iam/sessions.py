"""AssumeRole takes the ARN of a role that trusts the caller, and tells the size of session policies only when there are some.

Plain moto takes any text for a role, asks no trust policy, and always tells a size.
"""

from __future__ import annotations

import re
from typing import Any

from flask import request
from moto.core.responses import ActionResult
from moto.sts.exceptions import STSClientError, STSValidationError
from moto.sts.responses import TokenResponse

from caller import access_key, principal, role_of
from iam.trust import trusts
from patching import Sandbox, replaces

ARN = re.compile(r"arn:[^:]+:[^:]+:[^:]*:[^:]*:.+")


def apply(sandbox: Sandbox) -> None:
    @replaces(TokenResponse, "assume_role")
    def assume_role(original: Any, self: Any) -> Any:
        arn = self._get_param("RoleArn")
        if not ARN.fullmatch(arn):
            raise STSValidationError(f"{arn} is invalid")
        who = caller_of(self)
        if not who.endswith(":root") and not trusts(arn, {"AWS": role_of(who)}, facts_of(who)):
            why = f"User: {who} is not authorized to perform: sts:AssumeRole on resource: {arn}"
            raise STSClientError("AccessDenied", why)
        answer = original(self)
        if not (self._get_param("Policy") or self._get_param("PolicyArns")) and isinstance(answer, ActionResult):
            answer.result.pop("PackedPolicySize", None)
        return answer


def caller_of(response: Any) -> str:
    return principal(access_key(request.environ), response.current_account)


def facts_of(who: str) -> dict[str, str]:
    return {"aws:principalarn": role_of(who), "aws:principalaccount": who.split(":")[4], "aws:multifactorauthpresent": "false"}
