"""What is kept of API Gateway's second version, by account and region."""

from __future__ import annotations

import copy
import random
import string
from dataclasses import dataclass, field
from typing import Any

Fields = dict[str, Any]
COLLECTIONS = ("authorizers", "integrations", "models", "routes")
"""Parts that a deployment holds, by the names of their addresses."""


@dataclass
class Api:
    fields: Fields
    tags: dict[str, str]
    parts: dict[str, dict[str, Fields]] = field(default_factory=lambda: {name: {} for name in COLLECTIONS})
    """By collection and id. Responses lie within their integration or route, under `responses`."""
    stages: dict[str, Fields] = field(default_factory=dict)
    """By name, with their `tags`."""
    deployments: dict[str, Fields] = field(default_factory=dict)
    snapshots: dict[str, dict[str, dict[str, Fields]]] = field(default_factory=dict)
    """By deployment: the parts as they were when it was made."""

    @property
    def id(self) -> str:
        return str(self.fields["apiId"])

    @property
    def is_socket(self) -> bool:
        return bool(self.fields["protocolType"] == "WEBSOCKET")

    def snapshot(self) -> dict[str, dict[str, Fields]]:
        return copy.deepcopy(self.parts)

    def served(self, stage: Fields) -> dict[str, dict[str, Fields]] | None:
        """The parts by which a stage answers. None: it has no deployment."""
        return self.snapshots.get(stage.get("deploymentId", ""))


@dataclass
class Store:
    apis: dict[str, Api] = field(default_factory=dict)
    domains: dict[str, Fields] = field(default_factory=dict)
    mappings: dict[str, dict[str, Fields]] = field(default_factory=dict)
    """By domain name and id."""
    links: dict[str, Fields] = field(default_factory=dict)


_stores: dict[tuple[str, str], Store] = {}


def store_of(account: str, region: str) -> Store:
    return _stores.setdefault((account, region), Store())


def stores() -> dict[tuple[str, str], Store]:
    """By account and region."""
    return _stores


def drawn(length: int) -> str:
    """An id, as AWS draws them."""
    return "".join(random.choices(string.ascii_lowercase + string.digits, k=length))
