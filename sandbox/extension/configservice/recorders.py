"""Whether a recorder records is an answer of its own. Plain moto tells it with the recorder, too."""

from __future__ import annotations

from typing import Any

from moto.config.models import ConfigBackend

from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(ConfigBackend, "describe_configuration_recorders")
    def describe_configuration_recorders(original: Any, self: Any, names: list[str] | None) -> list[dict[str, Any]]:
        return [{key: value for key, value in one.items() if key != "status"} for one in original(self, names)]
