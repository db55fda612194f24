"""An image is its manifest, byte for byte, and stands on layers that its repository holds.

AWS names an image by the SHA-256 of its manifest, refuses one whose layers are not there or whose digest is
another, gives the manifest in a form that the caller accepts, and keeps an image whose tag moves to another.
Plain moto makes digests up, takes any manifest, deletes an image that loses its tag, and fails on a repository
that does not exist.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.models import Image, Repository
from moto.ecr.responses import ECRResponse

from ecr.repositories import layers_of, named, refusal, repository_of
from patching import Sandbox, replaces

INDEXES = (
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.index.v1+json",
)


def apply(sandbox: Sandbox) -> None:
    @replaces(Image, "_create_digest")
    def create_digest(original: Any, self: Any) -> None:
        self._image_digest = digest_of(self.image_manifest)

    @replaces(ECRResponse, "put_image")
    def put_image(original: Any, self: Any) -> ActionResult:
        repository, manifest = repository_of(self), self._get_param("imageManifest")
        tag, told = self._get_param("imageTag"), self._get_param("imageDigest")
        digest = digest_of(manifest)
        if told not in (None, digest):
            why = f"The provided digest '{told}' does not match the digest '{digest}' of the image."
            raise refusal("ImageDigestDoesNotMatchException", why)
        require_layers(repository, manifest)
        present = find(repository, digest)
        if present is not None and (tag is None or tag in present.image_tags):
            why = f"Image with digest '{digest}' and tag '{tag}' already exists in {named(repository)}."
            raise refusal("ImageAlreadyExistsException", why)
        if tag is not None and not repository.is_tag_immutable():
            untag(repository, tag)
        return original(self)

    @replaces(ECRResponse, "batch_get_image")
    def batch_get_image(original: Any, self: Any) -> ActionResult:
        repository = repository_of(self)
        accepted = self._get_param("acceptedMediaTypes") or []
        images, failures = [], []
        for asked in self._get_param("imageIds"):
            found = find(repository, asked.get("imageDigest"), asked.get("imageTag"))
            if found is None:
                failures.append(failure(asked, "ImageNotFound", "Requested image not found"))
            elif accepted and found.image_manifest_media_type not in accepted:
                why = f"The image is of media type {found.image_manifest_media_type}, which is not accepted"
                failures.append(failure(asked, "UnsupportedImageType", why))
            else:
                images.append(found)
        return ActionResult({"images": images, "failures": failures})


def digest_of(manifest: str) -> str:
    return f"sha256:{hashlib.sha256(manifest.encode()).hexdigest()}"


def find(repository: Repository, digest: str | None, tag: str | None = None) -> Image | None:
    """By all that is told; an image that neither names is none."""
    for image in repository.images:
        if digest in (None, image.image_digest) and (tag is None or tag in image.image_tags):
            return image if digest or tag else None
    return None


def untag(repository: Repository, tag: str) -> None:
    """A tag that moves leaves its image behind, where plain moto deletes it."""
    for image in repository.images:
        if tag in image.image_tags:
            image.image_tags.remove(tag)
            image.image_tag = image.image_tags[-1] if image.image_tags else None


def failure(asked: dict[str, str], code: str, reason: str) -> dict[str, Any]:
    return {"imageId": asked, "failureCode": code, "failureReason": reason}


def require_layers(repository: Repository, manifest: str) -> None:
    told = json.loads(manifest)
    if told.get("mediaType") in INDEXES:
        return
    held = layers_of(repository).held
    missing = [part["digest"] for part in [told["config"], *told["layers"]] if part["digest"] not in held]
    if missing:
        why = f"Layers with digests '{missing}' required for pushing image into {named(repository)} cannot be found."
        raise refusal("LayersNotFoundException", why)
