"""CloudFront functions, with their two stages. Plain moto has none; nothing runs them here either.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/managing-functions.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from moto.cloudfront.models import CloudFrontBackend, random_id
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult, EmptyResult

from cloudfront.checks import behaviours
from cloudfront.refusals import items, match, refusal
from cloudfront.stores import readable
from patching import Sandbox, adds, replaces

LARGEST = 10 * 1024
"""https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html"""


@dataclass
class Stage:
    config: dict[str, Any]
    code: bytes
    etag: str = field(default_factory=lambda: f"E{random_id()}")
    changed: datetime = field(default_factory=lambda: datetime.now(timezone.utc))


@dataclass
class EdgeFunction:
    name: str
    arn: str
    development: Stage
    live: Stage | None = None
    made: datetime = field(default_factory=lambda: datetime.now(timezone.utc))


def apply(sandbox: Sandbox) -> None:
    @replaces(CloudFrontBackend, "__init__")
    def begin(original: Any, self: Any, region_name: str, account_id: str) -> None:
        original(self, region_name, account_id)
        self.edge_functions: dict[str, EdgeFunction] = {}

    @adds(CloudFrontResponse, "create_function")
    def create(self: Any) -> ActionResult:
        name = self._get_param("Name")
        if name in self.backend.edge_functions:
            raise refusal("FunctionAlreadyExists", "A function with the same name already exists in this AWS account.")
        arn = f"arn:aws:cloudfront::{self.current_account}:function/{name}"
        found = EdgeFunction(name, arn, stage_of(self))
        self.backend.edge_functions[name] = found
        self.backend.tagger.tag_resource(arn, self._get_param("Tags.Items", []))
        location = f"https://cloudfront.amazonaws.com/2020-05-31/function/{arn}"
        return ActionResult({**summary(found, found.development), "Location": location})

    @adds(CloudFrontResponse, "describe_function")
    def describe(self: Any) -> ActionResult:
        return ActionResult(summary(*asked(self)))

    @adds(CloudFrontResponse, "get_function")
    def get(self: Any) -> ActionResult:
        _, stage = asked(self)
        return ActionResult({"FunctionCode": stage.code, "ETag": stage.etag, "ContentType": "application/octet-stream"})

    @adds(CloudFrontResponse, "update_function")
    def update(self: Any) -> ActionResult:
        found = named(self)
        match(self._get_param("IfMatch"), found.development.etag)
        found.development = stage_of(self)
        return ActionResult(summary(found, found.development))

    @adds(CloudFrontResponse, "publish_function")
    def publish(self: Any) -> ActionResult:
        found = named(self)
        match(self._get_param("IfMatch"), found.development.etag)
        found.live = Stage(found.development.config, found.development.code)
        return ActionResult(summary(found, found.live))

    @adds(CloudFrontResponse, "delete_function")
    def delete(self: Any) -> EmptyResult:
        found = named(self)
        match(self._get_param("IfMatch"), found.development.etag)
        calls = [
            one["FunctionARN"]
            for distribution in self.backend.distributions.values()
            for behaviour in behaviours(distribution.kept)
            for one in items(behaviour.get("FunctionAssociations"))
        ]
        if found.arn in calls:
            raise refusal("FunctionInUse", "Cannot delete the function because it's attached to one or more cache behaviors.")
        del self.backend.edge_functions[found.name]
        return EmptyResult()


def stage_of(response: Any) -> Stage:
    code = response._get_param("FunctionCode")
    given = code.encode() if isinstance(code, str) else bytes(code)
    if len(given) > LARGEST:
        raise refusal("FunctionSizeLimitExceeded", "The function is too large.")
    config = response._get_param("FunctionConfig")
    readable(response.backend, config)
    return Stage(config, given)


def named(response: Any) -> EdgeFunction:
    found: EdgeFunction | None = response.backend.edge_functions.get(response._get_param("Name"))
    if found is None:
        raise refusal("NoSuchFunctionExists", "The function does not exist.")
    return found


def asked(response: Any) -> tuple[EdgeFunction, Stage]:
    found = named(response)
    stage = found.live if response._get_param("Stage") == "LIVE" else found.development
    if stage is None:
        raise refusal("NoSuchFunctionExists", "The function does not exist.")
    return found, stage


def summary(found: EdgeFunction, stage: Stage) -> dict[str, Any]:
    is_live = stage is found.live
    metadata = {
        "FunctionARN": found.arn,
        "Stage": "LIVE" if is_live else "DEVELOPMENT",
        "CreatedTime": found.made,
        "LastModifiedTime": stage.changed,
    }
    return {
        "FunctionSummary": {
            "Name": found.name,
            "Status": "UNASSOCIATED" if is_live else "UNPUBLISHED",
            "FunctionConfig": stage.config,
            "FunctionMetadata": metadata,
        },
        "ETag": stage.etag,
    }
