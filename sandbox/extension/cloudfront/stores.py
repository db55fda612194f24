"""Key-value stores of CloudFront. Plain moto has none.

One is `PROVISIONING` when it is made, and `READY` soon: nothing can be put before, and no function may read it.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateKeyValueStore.html
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from moto.cloudfront.models import CloudFrontBackend, random_id
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult, EmptyResult

from cloudfront.refusals import items, match, refusal
from patching import Sandbox, adds, replaces

MOST = 100
"""Of one page, as of the other lists of CloudFront."""
LOOKS = 2
"""How often one is told to be in the making."""


@dataclass
class KeyValueStore:
    name: str
    arn: str
    id: str
    comment: str
    etag: str = field(default_factory=lambda: f"E{random_id()}")
    changed: datetime = field(default_factory=lambda: datetime.now(timezone.utc))
    looks: int = LOOKS
    pairs: dict[str, str] = field(default_factory=dict)
    version: str = field(default_factory=lambda: f"K{random_id()}")
    """ETag of what it holds, which is another one than its own."""

    @property
    def is_ready(self) -> bool:
        return self.looks == 0


def apply(sandbox: Sandbox) -> None:
    @replaces(CloudFrontBackend, "__init__")
    def begin(original: Any, self: Any, region_name: str, account_id: str) -> None:
        original(self, region_name, account_id)
        self.key_value_stores: dict[str, KeyValueStore] = {}

    @adds(CloudFrontResponse, "create_key_value_store")
    def create(self: Any) -> ActionResult:
        name = self._get_param("Name")
        if name in self.backend.key_value_stores:
            raise refusal("EntityAlreadyExists", "A key value store with the same name already exists in this AWS account.")
        if self._get_param("ImportSource"):
            raise NotImplementedError("the sandbox imports no key-value pairs")
        id = str(uuid.uuid4())
        arn = f"arn:aws:cloudfront::{self.current_account}:key-value-store/{id}"
        found = KeyValueStore(name, arn, id, self._get_param("Comment") or "")
        self.backend.key_value_stores[name] = found
        self.backend.tagger.tag_resource(arn, self._get_param("Tags.Items", []))
        return ActionResult({**told(found), "Location": f"https://cloudfront.amazonaws.com/2020-05-31/key-value-store/{name}"})

    @adds(CloudFrontResponse, "describe_key_value_store")
    def describe(self: Any) -> ActionResult:
        found = named(self)
        found.looks = max(0, found.looks - 1)
        return ActionResult(told(found))

    @adds(CloudFrontResponse, "list_key_value_stores")
    def listed(self: Any) -> ActionResult:
        found = list(self.backend.key_value_stores.values())
        names = [one.name for one in found]
        marker, most = self._get_param("Marker") or "", min(int(self._get_param("MaxItems") or MOST), MOST)
        start = names.index(marker) + 1 if marker in names else 0
        page = [head(one) for one in found[start : start + most]]
        return ActionResult(
            {
                "KeyValueStoreList": {
                    **{"MaxItems": most, "Quantity": len(page)},
                    **({"Items": page} if page else {}),
                    **({"NextMarker": names[start + most - 1]} if start + most < len(found) else {}),
                }
            }
        )

    @adds(CloudFrontResponse, "update_key_value_store")
    def update(self: Any) -> ActionResult:
        found = named(self)
        match(self._get_param("IfMatch"), found.etag)
        found.comment, found.etag = self._get_param("Comment") or "", f"E{random_id()}"
        found.changed = datetime.now(timezone.utc)
        return ActionResult(told(found))

    @adds(CloudFrontResponse, "delete_key_value_store")
    def delete(self: Any) -> EmptyResult:
        found = named(self)
        match(self._get_param("IfMatch"), found.etag)
        stages = [stage for one in self.backend.edge_functions.values() for stage in (one.development, one.live) if stage]
        if any(found.arn in arns_in(stage.config) for stage in stages):
            raise refusal("CannotDeleteEntityWhileInUse", "The key value store is associated with a function.")
        del self.backend.key_value_stores[found.name]
        return EmptyResult()


def arns_in(config: dict[str, Any]) -> list[str]:
    """Stores that a CloudFront function reads."""
    return [one["KeyValueStoreARN"] for one in items(config.get("KeyValueStoreAssociations"))]


def readable(backend: Any, config: dict[str, Any]) -> None:
    """A function reads stores that are there and ready, by its second runtime."""
    ready = {one.arn for one in backend.key_value_stores.values() if one.is_ready}
    for arn in arns_in(config):
        if arn not in ready:
            raise refusal("InvalidArgument", f"The key value store {arn} does not exist or is not READY.")
        if config["Runtime"] != "cloudfront-js-2.0":
            raise refusal("InvalidArgument", "Key value stores can be associated with functions of the runtime cloudfront-js-2.0.")


def named(response: Any) -> KeyValueStore:
    found: KeyValueStore | None = response.backend.key_value_stores.get(response._get_param("Name"))
    if found is None:
        raise refusal("EntityNotFound", "The entity was not found.")
    return found


def told(found: KeyValueStore) -> dict[str, Any]:
    return {"KeyValueStore": head(found), "ETag": found.etag}


def head(found: KeyValueStore) -> dict[str, Any]:
    return {
        **{"Name": found.name, "Id": found.id, "Comment": found.comment, "ARN": found.arn},
        "Status": "READY" if found.is_ready else "PROVISIONING",
        "LastModifiedTime": found.changed,
    }
