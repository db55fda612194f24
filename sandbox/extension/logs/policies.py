"""A group's own data protection policy, index policy and transformer are kept. Plain moto knows none; nothing acts by them."""

from __future__ import annotations

import json
import time
from typing import Any

from moto.logs.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.logs.responses import LogsResponse

from logs.groups import identified, read_standard, standard
from patching import Sandbox, adds


def apply(sandbox: Sandbox) -> None:
    @adds(LogsResponse, "put_data_protection_policy")
    def put_data_protection_policy(self: Any) -> str:
        return json.dumps(keep(self, "data_protection", self._get_param("policyDocument")))

    @adds(LogsResponse, "get_data_protection_policy")
    def get_data_protection_policy(self: Any) -> str:
        identifier = self._get_param("logGroupIdentifier")
        told = getattr(read_standard(self, identifier), "sandbox_data_protection", {})
        return json.dumps({"logGroupIdentifier": identifier} | told)

    @adds(LogsResponse, "put_index_policy")
    def put_index_policy(self: Any) -> str:
        return json.dumps({"indexPolicy": keep(self, "index_policy", self._get_param("policyDocument"))})

    @adds(LogsResponse, "describe_index_policies")
    def describe_index_policies(self: Any) -> str:
        groups = [identified(self, each) for each in self._get_param("logGroupIdentifiers")]
        own = [
            {"logGroupIdentifier": group.arn, "source": "LOG_GROUP", **update(group.sandbox_index_policy)}
            for group in groups
            if hasattr(group, "sandbox_index_policy")
        ]
        return json.dumps({"indexPolicies": own})

    @adds(LogsResponse, "put_transformer")
    def put_transformer(self: Any) -> str:
        group = standard(self, self._get_param("logGroupIdentifier"))
        now = int(time.time() * 1000)
        made = getattr(group, "sandbox_transformer", {"creationTime": now})["creationTime"]
        config = self._get_param("transformerConfig")
        group.sandbox_transformer = {"creationTime": made, "lastModifiedTime": now, "transformerConfig": config}
        return ""

    @adds(LogsResponse, "get_transformer")
    def get_transformer(self: Any) -> str:
        group = read_standard(self, self._get_param("logGroupIdentifier"))
        if not hasattr(group, "sandbox_transformer"):
            raise ResourceNotFoundException("The specified transformer does not exist.")
        return json.dumps({"logGroupIdentifier": group.arn} | group.sandbox_transformer)


def keep(response: Any, name: str, document: str) -> dict[str, Any]:
    identifier = response._get_param("logGroupIdentifier")
    group = standard(response, identifier)
    try:
        json.loads(document)
    except ValueError:
        raise InvalidParameterException("The policy document is not valid JSON.") from None
    told = {"policyDocument": document, "lastUpdatedTime": int(time.time() * 1000)}
    setattr(group, f"sandbox_{name}", told)
    return {"logGroupIdentifier": identifier} | (update(told) if name == "index_policy" else told)


def update(told: dict[str, Any]) -> dict[str, Any]:
    """An index policy has another name for its time."""
    return {"policyDocument": told["policyDocument"], "lastUpdateTime": told["lastUpdatedTime"]}
