"""A function of a container image runs what its repository held when it was deployed.

AWS finds the digest behind a tag when the function is created or its code is updated, keeps to it when the tag
moves, and refuses an image that is not there, a list of images, or a package of the other type. Plain moto
makes a digest of the address, and neither asks ECR nor runs images. Here the layers are unpacked, and the
image's command is run on Node.js where it is a handler in `/var/task`, as of AWS's base images.
"""

from __future__ import annotations

import json
import re
from typing import Any

from moto.awslambda.models import ImageConfig, LambdaFunction

from awslambda.names import refusal
from ecr.images import INDEXES, find
from ecr.repositories import layers_of, repository_in
from patching import Sandbox, replaces

ADDRESS = re.compile(r"^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]{64}))?$")
ZIP = ("ZipFile", "S3Bucket", "S3Key")


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaFunction, "_set_function_code")
    def set_function_code(original: Any, self: Any, spec: dict[str, Any]) -> None:
        uri = spec.get("ImageUri")
        if self.package_type == "Image" and any(field in spec for field in ZIP):
            raise invalid("Please provide ImageUri when updating a function with packageType Image.")
        if self.package_type != "Image" and uri is not None:
            raise invalid("Please don't provide ImageUri when updating a function with packageType Zip.")
        if uri is None or spec.get("DryRun"):
            return original(self, spec)
        place, image, layers = image_at(uri, self.region)
        self.code = {"ImageUri": uri, "ResolvedImageUri": f"{place}@{image.image_digest}"}
        self.code_sha_256 = image.image_digest.removeprefix("sha256:")
        self.code_size, self.code_bytes = 0, b""
        self.image = Unpacked(image.image_manifest, layers)

    @replaces(LambdaFunction, "get_code")
    def get_code(original: Any, self: Any) -> dict[str, Any]:
        answer = original(self)
        if "ResolvedImageUri" in self.code:
            answer["Code"] = {"RepositoryType": "ECR", **self.code}
        return answer

    @replaces(LambdaFunction, "get_configuration")
    def get_configuration(original: Any, self: Any, on_create: bool = False) -> dict[str, Any]:
        configuration = original(self, on_create)
        given = {name: value for name, value in self.image_config.response().items() if value}
        configuration.pop("ImageConfigResponse", None)
        return {**configuration, **({"ImageConfigResponse": {"ImageConfig": given}} if given else {})}

    @replaces(LambdaFunction, "update_configuration")
    def update_configuration(original: Any, self: Any, updates: dict[str, Any]) -> dict[str, Any]:
        if "ImageConfig" in updates:
            self.image_config = ImageConfig(updates["ImageConfig"] or {})
        return original(self, updates)


class Unpacked:
    """What of an image a run needs: its layers, lowest first, and the command it starts."""

    def __init__(self, manifest: str, held: dict[str, bytes]) -> None:
        told = json.loads(manifest)
        self.layers = [held[layer["digest"]] for layer in told["layers"]]
        self.command: list[str] = json.loads(held[told["config"]["digest"]]).get("config", {}).get("Cmd") or []


def image_at(uri: str, region: str) -> tuple[str, Any, dict[str, bytes]]:
    """The address without tag and digest, the image, and all the layers that its repository holds."""
    found = ADDRESS.match(uri)
    if found is None or found.group(2) != region:
        raise invalid(f"Source image {uri} is not valid. Provide a valid source image.")
    registry, _, name, tag, digest = found.groups()
    try:
        repository = repository_in(region, registry, name)
    except Exception:
        raise invalid(f"Source image {uri} does not exist. Provide a valid source image.") from None
    image = find(repository, digest, None if digest else tag or "latest")
    if image is None:
        raise invalid(f"Source image {uri} does not exist. Provide a valid source image.")
    if image.image_manifest_media_type in INDEXES:
        why = f"The image manifest or layer media type for the source image {uri} is not supported."
        raise invalid(why)
    return repository.uri, image, layers_of(repository).held


def invalid(message: str) -> Exception:
    return refusal(400, "InvalidParameterValueException", message)
