"""A queue without tags has no list of them, as on AWS. Plain moto returns an empty one."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.sqs.responses import SQSResponse

from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(SQSResponse, "list_queue_tags")
    def list_queue_tags(original: Any, self: Any) -> ActionResult:
        tags = self.sqs_backend.list_queue_tags(self._get_queue_name()).tags
        return ActionResult({"Tags": tags} if tags else {})
