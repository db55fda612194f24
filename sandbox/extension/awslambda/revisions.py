"""Revision ids, as writers of one function keep out of each other's way with them.

On AWS tags and statements change a function's revision too; the revision of a policy is that of the function,
version or alias it belongs to; and UpdateAlias asks for the alias's. Plain moto has one revision for an alias's whole
life, and asks for none.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from moto.awslambda.models import LambdaBackend
from moto.awslambda.responses import LambdaResponse

from awslambda.fields import expect_revision
from patching import Sandbox, replaces

def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaBackend, "tag_resource")
    def tag_resource(original: Any, self: Any, resource_arn: str, tags: dict[str, str]) -> None:
        original(self, resource_arn, tags)
        renew(self._get_resource_by_arn(resource_arn))

    @replaces(LambdaBackend, "untag_resource")
    def untag_resource(original: Any, self: Any, resource_arn: str, keys: list[str]) -> None:
        original(self, resource_arn, keys)
        renew(self._get_resource_by_arn(resource_arn))

    @replaces(LambdaResponse, "update_alias")
    def update_alias(original: Any, self: Any) -> Any:
        name, alias = self.path.rsplit("/", 3)[-3], self.path.rsplit("/", 1)[-1]
        expect_revision(self.backend.get_alias(alias, name), json.loads(self.body).get("RevisionId"))
        return original(self)


def renew(resource: Any) -> None:
    resource.revision_id = str(uuid.uuid4())
