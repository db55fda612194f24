"""Provisioned concurrency, by alias or version.

AWS allocates it in a while, refuses more than is reserved and a version both by itself and by its alias, and
lists what was asked for. Plain moto knows none of it.
"""

from __future__ import annotations

import json
import time
from typing import Any

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.responses import LambdaResponse

from awslambda.fields import encoded
from awslambda.names import arn_of, named, refusal
from awslambda.pages import page
from awslambda.scopes import scopes
from patching import Sandbox, adds, replaces

Config = dict[str, Any]


def apply(sandbox: Sandbox) -> None:
    @adds(LambdaResponse, "put_provisioned_concurrency_config")
    def put(self: Any) -> Any:
        why = "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
        latest, qualifier = published(self, why)
        wanted = json.loads(self.body)["ProvisionedConcurrentExecutions"]
        kept = configs(latest)
        refuse_weights(self, latest, qualifier)
        refuse_twice(self, latest, qualifier)
        others = sum(each["asked"] for other, each in kept.items() if other != qualifier)
        reserved = latest.reserved_concurrency
        if reserved is not None and others + wanted > reserved:
            why = "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution"
            raise refusal(400, "InvalidParameterValueException", f"{why} for function")
        kept[qualifier] = {"asked": wanted, "ready": False, "at": now()}
        return 202, {"status": 202}, json.dumps(shown(kept[qualifier]))

    @adds(LambdaResponse, "get_provisioned_concurrency_config")
    def get(self: Any) -> Any:
        if self.querystring.get("List") == ["ALL"]:  # moto sees no difference between the two addresses
            return list_all(self)
        latest, qualifier = published(self)
        found = configs(latest).get(qualifier)
        if found is None:
            why = "No Provisioned Concurrency Config found for this function"
            raise refusal(404, "ProvisionedConcurrencyConfigNotFoundException", why)
        answer = shown(found)
        found["ready"] = True
        return encoded(answer)

    @adds(LambdaResponse, "delete_provisioned_concurrency_config")
    def delete(self: Any) -> Any:
        latest, qualifier = published(self)
        configs(latest).pop(qualifier, None)
        return 204, {"status": 204}, ""

    @replaces(LambdaResponse, "put_function_concurrency")
    def reserve(original: Any, self: Any) -> Any:
        latest = self.backend.get_function(named(self)[0], None)
        wanted = json.loads(self.body)["ReservedConcurrentExecutions"]
        warm = sum(each["asked"] for each in configs(latest).values())
        if wanted < warm:
            why = f" ReservedConcurrentExecutions  {wanted} should not be lower than function's total provisioned"
            raise refusal(400, "InvalidParameterValueException", f"{why} concurrency [{warm}].")
        return original(self)

    def list_all(self: Any) -> Any:
        latest = self.backend.get_function(named(self)[0], None)
        kept = configs(latest)
        listed = [{"FunctionArn": arn_of(latest, qualifier), **shown(each)} for qualifier, each in kept.items()]
        for each in kept.values():
            each["ready"] = True
        return encoded(page(self, "ProvisionedConcurrencyConfigs", listed))


def configs(latest: Any) -> dict[str, Config]:
    """Of what is still there: an alias that is deleted takes its own away."""
    kept: dict[str, Config] = scopes(latest, "provisioned")
    return kept


def published(self: Any, unpublished: str | None = None) -> tuple[Any, str]:
    name, qualifier = named(self)
    if qualifier is None or qualifier == "$LATEST":
        why = unpublished or "The function resource provided must be an alias or a published version."
        raise refusal(400, "InvalidParameterValueException", why)
    try:
        self.backend.get_function(name, qualifier)
    except UnknownFunctionException:
        arn = f"arn:aws:lambda:{self.region}:{self.current_account}:function:{name}:{qualifier}"
        why = "Function not found" if qualifier.isdigit() else "Cannot find alias arn"
        raise refusal(404, "ResourceNotFoundException", f"{why}: {arn}") from None
    return self.backend.get_function(name, None), qualifier


def refuse_weights(self: Any, latest: Any, qualifier: str) -> None:
    """It is set for one version; weights may be added afterwards."""
    for alias in self.backend.list_aliases(latest.function_name):
        if alias.name == qualifier and (alias.routing_config or {}).get("AdditionalVersionWeights"):
            why = "Alias with weights can not be used with Provisioned Concurrency"
            raise refusal(400, "InvalidParameterValueException", why)


def refuse_twice(self: Any, latest: Any, qualifier: str) -> None:
    """A version that an alias provisions cannot be provisioned beside, nor the other way round."""
    kept = configs(latest)
    aliases = {alias.name: alias.function_version for alias in self.backend.list_aliases(latest.function_name)}
    if aliases.get(qualifier) in kept:
        why = "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version"
        raise refusal(409, "ResourceConflictException", why)
    if any(version == qualifier and alias in kept for alias, version in aliases.items()):
        raise refusal(409, "ResourceConflictException", "Version is pointed by a Provisioned Concurrency alias")


def shown(config: Config) -> dict[str, Any]:
    allocated = config["asked"] if config["ready"] else 0
    return {
        "RequestedProvisionedConcurrentExecutions": config["asked"],
        "AvailableProvisionedConcurrentExecutions": allocated,
        "AllocatedProvisionedConcurrentExecutions": allocated,
        "Status": "READY" if config["ready"] else "IN_PROGRESS",
        "LastModified": config["at"],
    }


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime())
