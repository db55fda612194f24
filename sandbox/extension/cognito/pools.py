"""An update of a pool sets what it leaves out to AWS's default, and keeps what no update changes.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-updating.html. Plain moto keeps the old name, date
and MFA, loses how users sign in, takes what AWS refuses, and tells one of the two members of the token trigger.
"""

from __future__ import annotations

from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool
from moto.core.exceptions import JsonRESTError
from moto.core.utils import utcnow

from patching import Sandbox, replaces

FIXED = ("AliasAttributes", "UsernameAttributes", "UsernameConfiguration")
"""What is said when a pool is made and never again."""
NO_SETTINGS = ("PoolName", "UserPoolId")
SENDERS = ("CustomEmailSender", "CustomSMSSender")
LEGACY = "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays"


def apply(sandbox: Sandbox) -> None:
    @replaces(CognitoIdpUserPool, "update_extended_config")
    def update_extended_config(original: Any, self: Any, extended_config: dict[str, Any]) -> None:
        refuse(extended_config)
        before = getattr(self, "extended_config", {})
        given = {key: value for key, value in extended_config.items() if key not in NO_SETTINGS}
        given |= {key: before[key] for key in FIXED if key in before}
        given["LambdaConfig"] = told(given.get("LambdaConfig") or {})
        given["UserPoolTags"] = {**of_aws(before.get("UserPoolTags") or {}), **(given.get("UserPoolTags") or {})}
        given.setdefault("MfaConfiguration", "OFF")
        given.setdefault("DeletionProtection", "INACTIVE")
        original(self, given)
        # It goes on telling the one that is no longer in use.
        days = (given.get("Policies") or {}).get("PasswordPolicy", {}).get("TemporaryPasswordValidityDays")
        if days is not None:
            admin = self.extended_config.get("AdminCreateUserConfig") or {}
            self.extended_config["AdminCreateUserConfig"] = {**admin, "UnusedAccountValidityDays": days}

    @replaces(CognitoIdpBackend, "update_user_pool")
    def update_user_pool(original: Any, self: Any, user_pool_id: str, extended_config: dict[str, Any]) -> None:
        pool = self.describe_user_pool(user_pool_id)
        original(self, user_pool_id, extended_config)
        pool.name = extended_config.get("PoolName") or pool.name
        pool.mfa_config = pool.extended_config["MfaConfiguration"]
        pool.last_modified_date = utcnow()


def refuse(given: dict[str, Any]) -> None:
    password = (given.get("Policies") or {}).get("PasswordPolicy") or {}
    admin = given.get("AdminCreateUserConfig") or {}
    if "TemporaryPasswordValidityDays" in password and "UnusedAccountValidityDays" in admin:
        raise InvalidParameterException(LEGACY)
    if any(key.lower().startswith("aws:") for key in given.get("UserPoolTags") or {}):
        raise JsonRESTError("UserPoolTaggingException", "Tag keys cannot begin with aws:")
    config = given.get("LambdaConfig") or {}
    if any(sender in config for sender in SENDERS) and "KMSKeyID" not in config:
        raise InvalidParameterException("A KMSKeyID is required where there is a custom sender")
    legacy, now = config.get("PreTokenGeneration"), (config.get("PreTokenGenerationConfig") or {}).get("LambdaArn")
    if legacy and now and legacy != now:
        raise InvalidParameterException("PreTokenGeneration and PreTokenGenerationConfig must name one function")


def told(config: dict[str, Any]) -> dict[str, Any]:
    """The trigger before tokens are made is told by both of its members, whichever was written."""
    now = config.get("PreTokenGenerationConfig")
    arn = (now or {}).get("LambdaArn") or config.get("PreTokenGeneration")
    if arn is None:
        return config
    version = (now or {}).get("LambdaVersion", "V1_0")
    return {**config, "PreTokenGeneration": arn, "PreTokenGenerationConfig": {"LambdaVersion": version, "LambdaArn": arn}}


def of_aws(tags: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in tags.items() if key.lower().startswith("aws:")}
