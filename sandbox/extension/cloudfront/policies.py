"""Policies of CloudFront and key groups, by their ids. Plain moto has no policies, and fails on a key group that is not there.

AWS's own cache policies have the same ids in every account.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
"""

from __future__ import annotations

import uuid
from datetime import datetime, timezone
from typing import Any

from moto.cloudfront.models import CloudFrontBackend, random_id
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult

from cloudfront.refusals import refusal
from patching import Sandbox, adds, replaces

KINDS = {
    "cache_policy": "CachePolicy",
    "origin_request_policy": "OriginRequestPolicy",
    "response_headers_policy": "ResponseHeadersPolicy",
}
NOTHING = {
    "EnableAcceptEncodingGzip": True,
    "EnableAcceptEncodingBrotli": True,
    "HeadersConfig": {"HeaderBehavior": "none"},
    "CookiesConfig": {"CookieBehavior": "none"},
    "QueryStringsConfig": {"QueryStringBehavior": "none"},
}
MANAGED = {
    "658327ea-f89d-4fab-a63d-7e88639e58f6": {
        "Name": "Managed-CachingOptimized",
        "Comment": "Default policy when CF compression is enabled",
        **{"DefaultTTL": 86400, "MaxTTL": 31536000, "MinTTL": 1},
        "ParametersInCacheKeyAndForwardedToOrigin": NOTHING,
    },
}


def apply(sandbox: Sandbox) -> None:
    @replaces(CloudFrontBackend, "__init__")
    def begin(original: Any, self: Any, region_name: str, account_id: str) -> None:
        original(self, region_name, account_id)
        managed = {id: policy("CachePolicy", id, config) for id, config in MANAGED.items()}
        self.policies: dict[str, dict[str, Any]] = {"CachePolicy": managed}

    for operation, kind in KINDS.items():
        made(operation, kind)

    @replaces(CloudFrontResponse, "get_key_group")
    def key_group(original: Any, self: Any) -> ActionResult:
        if self._get_param("Id") not in self.backend.key_groups:
            raise refusal("NoSuchResource", "A resource that was specified is not valid.")
        return original(self)


def made(operation: str, kind: str) -> None:
    @adds(CloudFrontResponse, f"get_{operation}")
    def get(self: Any) -> ActionResult:
        found = self.backend.policies.get(kind, {}).get(self._get_param("Id"))
        if found is None:
            raise refusal(f"NoSuch{kind}", "The policy does not exist.")
        return ActionResult(found)

    @adds(CloudFrontResponse, f"create_{operation}")
    def create(self: Any) -> ActionResult:
        id = str(uuid.uuid4())
        found = policy(kind, id, self._get_param(f"{kind}Config"))
        self.backend.policies.setdefault(kind, {})[id] = found
        return ActionResult({**found, "Location": f"https://cloudfront.amazonaws.com/2020-05-31/{operation.replace('_', '-')}/{id}"})


def policy(kind: str, id: str, config: dict[str, Any]) -> dict[str, Any]:
    changed = datetime.now(timezone.utc)
    return {kind: {"Id": id, "LastModifiedTime": changed, f"{kind}Config": config}, "ETag": f"E{random_id()}"}
