"""The repository a call names, the layers it holds, and how ECR refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.ecr.models import Repository, ecr_backends


@dataclass
class Layers:
    """Layers and configurations of images, by digest (`sha256:...`), and uploads on their way."""

    held: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, bytearray] = field(default_factory=dict)


def repository_in(region: str, registry: str, name: str) -> Repository:
    return ecr_backends[registry][region]._get_repository(name, registry)


def repository_of(response: Any) -> Repository:
    registry = response._get_param("registryId") or response.current_account
    return repository_in(response.region, registry, response._get_param("repositoryName"))


def layers_of(repository: Repository) -> Layers:
    """Kept in moto's repository, so that they go with it."""
    return repository.__dict__.setdefault("sandbox_layers", Layers())


def refusal(code: str, message: str) -> JsonRESTError:
    """To be raised."""
    return JsonRESTError(code, message)


def named(repository: Repository) -> str:
    return f"the repository with name '{repository.name}' in registry with id '{repository.registry_id}'"
