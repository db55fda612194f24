"""What is kept of API Gateway's first version, by account and region."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from apigatewayv2.store import Fields

PARTS = ("resources", "models", "validators", "authorizers", "responses", "documentation")


@dataclass
class RestApi:
    fields: Fields
    parts: dict[str, dict[str, Fields]] = field(default_factory=lambda: {name: {} for name in PARTS})
    """By collection and id; of models, by name, and of gateway responses, by type. A resource has its methods under `methods`."""
    versions: dict[str, Fields] = field(default_factory=dict)
    """Of the documentation, by name."""
    stages: dict[str, Fields] = field(default_factory=dict)
    deployments: dict[str, Fields] = field(default_factory=dict)
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    """By deployment."""

    @property
    def id(self) -> str:
        return str(self.fields["id"])

    @property
    def resources(self) -> dict[str, Fields]:
        return self.parts["resources"]

    def snapshot(self) -> Snapshot:
        return Snapshot(copy.deepcopy(self.fields), copy.deepcopy(self.parts))


@dataclass(frozen=True)
class Snapshot:
    """An API as it was when it was deployed."""

    fields: Fields
    parts: dict[str, dict[str, Fields]]


@dataclass
class Store:
    apis: dict[str, RestApi] = field(default_factory=dict)
    plans: dict[str, Fields] = field(default_factory=dict)
    """By id; ids of their keys stand in `keys`."""
    keys: dict[str, Fields] = field(default_factory=dict)
    links: dict[str, Fields] = field(default_factory=dict)
    certificates: dict[str, Fields] = field(default_factory=dict)
    log_role: str = ""
    """Of the account: the role by which stages write their logs."""


_stores: dict[tuple[str, str], Store] = {}


def rest_store(account: str, region: str) -> Store:
    return _stores.setdefault((account, region), Store())


def told(fields: Fields, *hidden: str) -> Fields:
    """As a list tells it: tags where there are some."""
    return {name: value for name, value in fields.items() if name not in hidden and not (name == "tags" and not value)}


def told_whole(fields: Fields, *hidden: str) -> Fields:
    """As a read of one tells it: tags also where there are none."""
    return {"tags": {}, **told(fields, *hidden)}


def given(value: Any) -> bool:
    return value not in (None, "", {}, [])
