"""A function has at most 50 tags of its maker's.

AWS refuses the 51st, at birth and later; its own tags do not count.
Plain moto takes any number.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import LambdaBackend

from awslambda.names import refusal
from patching import Sandbox, replaces

MAX_TAGS = 50


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaBackend, "create_function")
    def create_function(original: Any, self: Any, spec: dict[str, Any]) -> Any:
        require_room(spec.get("Tags") or {})
        return original(self, spec)

    @replaces(LambdaBackend, "tag_resource")
    def tag_resource(original: Any, self: Any, resource_arn: str, tags: dict[str, str]) -> None:
        require_room({**self._get_resource_by_arn(resource_arn).tags, **tags})
        original(self, resource_arn, tags)


def require_room(tags: dict[str, str]) -> None:
    if sum(not key.startswith("aws:") for key in tags) > MAX_TAGS:
        raise refusal(400, "InvalidParameterValueException", "Number of tags exceeds resource tag limit.")
