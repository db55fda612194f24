"""Tags of streams and of consumers, by their ARNs. Plain moto has them of streams alone, by the older calls."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis.responses import KinesisResponse

from kinesis.named import holder_of
from patching import Sandbox, adds


def apply(sandbox: Sandbox) -> None:
    @adds(KinesisResponse, "list_tags_for_resource")
    def list_tags_for_resource(self: Any) -> ActionResult:
        tags = tags_of(self)
        return ActionResult({"Tags": [{"Key": key, "Value": tags[key]} for key in sorted(tags)]})

    @adds(KinesisResponse, "tag_resource")
    def tag_resource(self: Any) -> EmptyResult:
        tags_of(self).update(self._get_param("Tags"))
        return EmptyResult()

    @adds(KinesisResponse, "untag_resource")
    def untag_resource(self: Any) -> EmptyResult:
        for key in self._get_param("TagKeys"):
            tags_of(self).pop(key, None)
        return EmptyResult()


def tags_of(response: Any) -> dict[str, str]:
    return holder_of(response.kinesis_backend, response._get_param("ResourceARN")).tags
