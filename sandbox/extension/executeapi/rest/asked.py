"""A request on its way through a stage of a REST API."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import Any

from apigateway.store import RestApi, Snapshot
from apigatewayv2.store import Fields
from functionurls.event import Request


@dataclass(frozen=True)
class Asked:
    api: RestApi
    stage: Fields
    snapshot: Snapshot
    deployment: str
    variables: dict[str, str]
    request: Request
    """Its path without the stage."""
    raw_path: str
    """Its path as it was sent, with the stage or the base path of a domain name."""
    account: str
    region: str
    access_key: str = field(repr=False)
    resource: Fields = field(default_factory=dict)
    method: Fields = field(default_factory=dict)
    path_parameters: dict[str, str] = field(default_factory=dict)
    authorizer: dict[str, Any] | None = None
    """What an authorizer said of whoever asks."""
    key: dict[str, str] | None = field(default=None, repr=False)
    """The API key that let it in, by `apiKeyId` and `apiKey`."""

    @property
    def execute_arn(self) -> str:
        return f"arn:aws:execute-api:{self.region}:{self.account}:{self.api.id}"

    @property
    def source(self) -> str:
        """What the policy of a function has to let in."""
        return f"{self.execute_arn}/{self.stage['stageName']}/{self.request.method}{self.resource['path']}"

    @property
    def method_arn(self) -> str:
        """What policies say who may call."""
        return f"{self.execute_arn}/{self.stage['stageName']}/{self.request.method}{self.request.path}"

    def routed(self, resource: Fields, method: Fields, values: dict[str, str]) -> Asked:
        return replace(self, resource=resource, method=method, path_parameters=values)


def served_by(api: RestApi, stage: Fields) -> tuple[str, dict[str, str]]:
    """The deployment that a request meets, with the stage's variables: those of a canary, as often as it says."""
    variables, canary = dict(stage.get("variables") or {}), stage.get("canarySettings")
    if canary and random.random() * 100 < float(canary["percentTraffic"]):
        return str(canary["deploymentId"]), variables | (canary.get("stageVariableOverrides") or {})
    return str(stage["deploymentId"]), variables
