"""No rule has a remediation here; plain moto does not know the question."""

from __future__ import annotations

import json
from typing import Any

from moto.config.responses import ConfigResponse

from patching import Sandbox, adds


def apply(sandbox: Sandbox) -> None:
    @adds(ConfigResponse, "describe_remediation_configurations")
    def describe_remediation_configurations(self: Any) -> str:
        return json.dumps({"RemediationConfigurations": []})
