"""Code-signing configurations, and which functions they check. No signature is looked at.

Plain moto cannot make one, and answers that a function is checked by nothing.
"""

from __future__ import annotations

import json
import secrets
import time
from typing import Any
from urllib.parse import unquote

from moto.awslambda.responses import LambdaResponse

from awslambda.fields import encoded
from awslambda.names import refusal
from awslambda.scopes import asked, scopes
from patching import Sandbox, adds, replaces

SETTINGS = ("Description", "AllowedPublishers", "CodeSigningPolicies")


def apply(sandbox: Sandbox) -> None:
    @adds(LambdaResponse, "create_code_signing_config")
    def create(self: Any) -> Any:
        request = json.loads(self.body)
        identifier = f"csc-{secrets.token_hex(9)[:17]}"
        made = {
            "CodeSigningConfigId": identifier,
            "CodeSigningConfigArn": f"arn:aws:lambda:{self.region}:{self.current_account}:code-signing-config:{identifier}",
            "CodeSigningPolicies": {"UntrustedArtifactOnDeployment": "Warn"},
            **{name: request[name] for name in SETTINGS if name in request},
            "LastModified": time.strftime("%Y-%m-%dT%H:%M:%S.000+0000", time.gmtime()),
        }
        configurations(self)[made["CodeSigningConfigArn"]] = made
        return 201, {"status": 201}, json.dumps({"CodeSigningConfig": made})

    @adds(LambdaResponse, "get_code_signing_config")
    def get(self: Any) -> Any:
        arn = unquote(self.path.rsplit("/", 1)[-1])
        found = configurations(self).get(arn)
        if found is None:
            why = f"The Lambda code signing configuration {arn} can not be found."
            raise refusal(404, "ResourceNotFoundException", why)
        return encoded({"CodeSigningConfig": found})

    @adds(LambdaResponse, "put_function_code_signing_config")
    def bind(self: Any) -> Any:
        latest, _ = asked(self)
        arn = json.loads(self.body)["CodeSigningConfigArn"]
        if arn not in configurations(self):
            why = "The code signing configuration cannot be found. Check that the provided configuration is not deleted"
            raise refusal(404, "CodeSigningConfigNotFoundException", f"{why}: {arn}.")
        scopes(latest, "signing")[""] = arn
        return encoded(bound(latest))

    @replaces(LambdaResponse, "get_function_code_signing_config")
    def get_binding(original: Any, self: Any) -> Any:
        latest, _ = asked(self)
        return encoded(bound(latest))

    @adds(LambdaResponse, "delete_function_code_signing_config")
    def unbind(self: Any) -> Any:
        latest, _ = asked(self)
        scopes(latest, "signing").pop("", None)
        return 204, {"status": 204}, ""


def configurations(response: Any) -> dict[str, dict[str, Any]]:
    """Of the account and region that a request is for."""
    kept: dict[str, dict[str, Any]] = response.backend.__dict__.setdefault("sandbox_signing", {})
    return kept


def bound(latest: Any) -> dict[str, str]:
    arn = scopes(latest, "signing").get("")
    return {"FunctionName": latest.function_name, **({"CodeSigningConfigArn": arn} if arn else {})}
