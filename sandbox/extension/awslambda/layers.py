"""Layers can be read.

AWS gives a layer version's bytes at a presigned address, finds a version by its ARN, and lists by pages.
Plain moto gives the address `s3://`, answers an ARN with nothing, and lists everything at once.
"""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import unquote

from moto.awslambda.models import LayerVersion
from moto.awslambda.responses import LambdaResponse

from awslambda.code import address, code_of, require_zip
from awslambda.names import refusal
from awslambda.pages import page
from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(LayerVersion, "__init__")
    def initialise(original: Any, self: Any, spec: dict[str, Any], account_id: str, region: str) -> None:
        content = spec["Content"]
        bytes_of = code_of(content, account_id, region)
        require_zip(bytes_of)
        original(self, {**spec, "Content": {"ZipFile": base64.b64encode(bytes_of).decode()}}, account_id, region)
        self.content = {}

    @replaces(LayerVersion, "get_layer_version")
    def get_layer_version(original: Any, self: Any) -> dict[str, Any]:
        answer = original(self)
        place = f"/awslambda-{self.region}-layers/snapshots/{self.account_id}/{self.name}-{self.code_digest[:32]}"
        answer["Content"]["Location"] = address(sandbox, place, self.region, self.code_bytes)
        return answer

    @replaces(LambdaResponse, "list_layers")
    def list_layers(original: Any, self: Any) -> Any:
        if self.querystring.get("find") == ["LayerVersion"]:
            return by_arn(self, self.querystring["Arn"][0])
        layers = [without_content(layer) for layer in self.backend.list_layers()]
        return json.dumps(page(self, "Layers", layers))

    @replaces(LambdaResponse, "list_layer_versions")
    def list_layer_versions(original: Any, self: Any) -> str:
        name = unquote(self.uri_match.group("LayerName")).rsplit(":", 1)[-1]
        versions = sorted(self.backend.list_layer_versions(name), key=lambda each: each.version, reverse=True)
        runtime = self.querystring.get("CompatibleRuntime")
        chosen = [v for v in versions if runtime is None or runtime[0] in v.compatible_runtimes]
        listed = [without(each.get_layer_version(), "Content", "LayerArn") for each in chosen]
        return json.dumps(page(self, "LayerVersions", listed))


def by_arn(response: Any, arn: str) -> Any:
    found = response.backend.layers_versions_by_arn(arn)
    if found is None:
        raise refusal(404, "ResourceNotFoundException", "The resource you requested does not exist.")
    return json.dumps(found.get_layer_version())


def without_content(layer: dict[str, Any]) -> dict[str, Any]:
    return {**layer, "LatestMatchingVersion": without(layer["LatestMatchingVersion"], "Content", "LayerArn")}


def without(answer: dict[str, Any], *fields: str) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in fields}
