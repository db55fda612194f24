"""Layers are uploaded in parts, and given back at an address that works.

AWS takes parts in their order, each but the last of 5 MiB at the least, compares what arrived with the digest
that the caller tells, and gives a presigned address for what a repository holds. Plain moto knows none of it.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.responses import ECRResponse

from awslambda.code import address
from ecr.repositories import layers_of, named, refusal, repository_of
from patching import Sandbox, replaces

PART = 20 * 1024 * 1024
"""The most of one part. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UploadLayerPart.html"""


def apply(sandbox: Sandbox) -> None:
    @replaces(ECRResponse, "batch_check_layer_availability")
    def batch_check_layer_availability(original: Any, self: Any) -> ActionResult:
        held = layers_of(repository_of(self)).held
        layers = [
            {
                "layerDigest": digest,
                "layerAvailability": "AVAILABLE" if digest in held else "UNAVAILABLE",
                **({"layerSize": len(held[digest])} if digest in held else {}),
            }
            for digest in self._get_param("layerDigests")
        ]
        return ActionResult({"layers": layers, "failures": []})

    @replaces(ECRResponse, "initiate_layer_upload")
    def initiate_layer_upload(original: Any, self: Any) -> ActionResult:
        upload = str(uuid.uuid4())
        layers_of(repository_of(self)).uploads[upload] = bytearray()
        return ActionResult({"uploadId": upload, "partSize": PART})

    @replaces(ECRResponse, "upload_layer_part")
    def upload_layer_part(original: Any, self: Any) -> ActionResult:
        received, answer = upload_of(self)
        part = base64.b64decode(self._get_param("layerPartBlob"))
        first, last = int(self._get_param("partFirstByte")), int(self._get_param("partLastByte"))
        if first != len(received) or last - first + 1 != len(part) or len(part) > PART:
            why = f"Layer part of bytes {first} to {last} is not the next one of upload '{answer['uploadId']}'."
            raise refusal("InvalidLayerPartException", why)
        received.extend(part)
        return ActionResult({**answer, "lastByteReceived": len(received) - 1})

    @replaces(ECRResponse, "complete_layer_upload")
    def complete_layer_upload(original: Any, self: Any) -> ActionResult:
        received, answer = upload_of(self)
        repository = repository_of(self)
        (told,) = self._get_param("layerDigests")
        digest = f"sha256:{hashlib.sha256(received).hexdigest()}"
        layers = layers_of(repository)
        if not received:
            raise refusal("EmptyUploadException", f"Upload '{answer['uploadId']}' received no layer parts.")
        if told != digest:
            raise refusal("InvalidLayerException", f"Layer digest '{told}' does not match '{digest}'.")
        if digest in layers.held:
            why = f"The layer with digest '{digest}' already exists in {named(repository)}."
            raise refusal("LayerAlreadyExistsException", why)
        layers.held[digest] = bytes(received)
        del layers.uploads[answer["uploadId"]]
        return ActionResult({**answer, "layerDigest": digest})

    @replaces(ECRResponse, "get_download_url_for_layer")
    def get_download_url_for_layer(original: Any, self: Any) -> ActionResult:
        repository, digest = repository_of(self), self._get_param("layerDigest")
        content = layers_of(repository).held.get(digest)
        if content is None:
            why = f"The layer with digest '{digest}' does not exist in {named(repository)}."
            raise refusal("LayersNotFoundException", why)
        place = f"/prod-{self.region}-starport-layer-bucket/{repository.registry_id}/{repository.name}/{digest}"
        url = address(sandbox, place, self.region, content)
        return ActionResult({"downloadUrl": url, "layerDigest": digest})


def upload_of(response: Any) -> tuple[bytearray, dict[str, Any]]:
    """What an upload has received so far, and how answers name it."""
    repository, upload = repository_of(response), response._get_param("uploadId")
    received = layers_of(repository).uploads.get(upload)
    if received is None:
        raise refusal("UploadNotFoundException", f"The upload with id '{upload}' does not exist in {named(repository)}.")
    return received, {
        "registryId": repository.registry_id,
        "repositoryName": repository.name,
        "uploadId": upload,
    }
