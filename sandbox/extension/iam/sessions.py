"""AssumeRole takes the ARN of a role, and tells the size of session policies only when there are some.

Plain moto takes any text for a role, and always tells a size.
"""

from __future__ import annotations

import re
from typing import Any

from moto.core.responses import ActionResult
from moto.sts.exceptions import STSValidationError
from moto.sts.responses import TokenResponse

from patching import Sandbox, replaces

ARN = re.compile(r"arn:[^:]+:[^:]+:[^:]*:[^:]*:.+")


def apply(sandbox: Sandbox) -> None:
    @replaces(TokenResponse, "assume_role")
    def assume_role(original: Any, self: Any) -> Any:
        arn = self._get_param("RoleArn")
        if not ARN.fullmatch(arn):
            raise STSValidationError(f"{arn} is invalid")
        answer = original(self)
        if not (self._get_param("Policy") or self._get_param("PolicyArns")) and isinstance(answer, ActionResult):
            answer.result.pop("PackedPolicySize", None)
        return answer
