"""Distributions with all of their configuration, under ETags that a write has to name.

Plain moto drops what calls functions, gives each distribution one ETag for good and takes any, lists all of them at once and
without what a summary has, and writes ARNs with a part too few.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html
"""

from __future__ import annotations

import copy
from typing import Any

from moto.cloudfront.exceptions import NoSuchDistribution
from moto.cloudfront.models import CloudFrontBackend, Distribution, random_id
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.responses import ActionResult, EmptyResult

from cloudfront.checks import checked, own_names
from cloudfront.refusals import match, refusal
from cloudfront.settings import shown
from patching import Sandbox, replaces

MOST = 100
"""https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html"""
SUMMARY = (
    *("Aliases", "Origins", "OriginGroups", "DefaultCacheBehavior", "CacheBehaviors", "CustomErrorResponses", "Comment"),
    *("PriceClass", "Enabled", "ViewerCertificate", "Restrictions", "WebACLId", "HttpVersion", "IsIPV6Enabled", "Staging"),
)
"""What a list shows of a configuration."""


def apply(sandbox: Sandbox) -> None:
    @replaces(Distribution, "__init__")
    def made(original: Any, self: Any, account_id: str, region_name: str, config: dict[str, Any]) -> None:
        original(self, account_id, region_name, copy.deepcopy(config))
        self.arn = f"arn:aws:cloudfront::{account_id}:distribution/{self.distribution_id}"
        self.kept = shown(config)
        self.etag = f"E{random_id()}"

    @replaces(CloudFrontBackend, "create_distribution_with_tags")
    def create(original: Any, self: Any, distribution_config: dict[str, Any], tags: list[Any]) -> Any:
        checked(self, distribution_config)
        own_names(self, "", distribution_config)
        return original(self, distribution_config, tags)

    @replaces(CloudFrontBackend, "update_distribution")
    def update(original: Any, self: Any, dist_config: dict[str, Any], _id: str, if_match: str) -> Any:
        found = found_in(self, _id)
        match(if_match, found.etag)
        if dist_config.get("CallerReference") != found.kept["CallerReference"]:
            raise refusal("IllegalUpdate", "The update contains modifications that are not allowed.")
        checked(self, dist_config)
        own_names(self, _id, dist_config)
        answer = original(self, copy.deepcopy(dist_config), _id, if_match)
        found.kept = shown(dist_config)
        found.etag = f"E{random_id()}"
        return answer[0], answer[1], found.etag

    @replaces(CloudFrontBackend, "delete_distribution")
    def delete(original: Any, self: Any, distribution_id: str, if_match: str) -> None:
        found = found_in(self, distribution_id)
        match(if_match, found.etag)
        if found.kept["Enabled"]:
            raise refusal("DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.")
        original(self, distribution_id, if_match)

    for operation in ("create_distribution", "create_distribution_with_tags", "get_distribution", "update_distribution"):
        answers_whole(operation)

    @replaces(CloudFrontResponse, "get_distribution_config")
    def get_config(_: Any, self: Any) -> ActionResult:
        found = found_in(self.backend, self._get_param("Id"))
        return ActionResult({"DistributionConfig": found.kept, "ETag": found.etag})

    @replaces(CloudFrontResponse, "list_distributions")
    def listed(_: Any, self: Any) -> ActionResult:
        return ActionResult({"DistributionList": page_of(self)})

    @replaces(CloudFrontResponse, "list_tags_for_resource")
    def tags(original: Any, self: Any) -> ActionResult:
        tagged(self)
        return original(self)

    @replaces(CloudFrontResponse, "tag_resource")
    def tag(original: Any, self: Any) -> EmptyResult:
        tagged(self)
        return original(self)


def answers_whole(operation: str) -> None:
    """With its configuration as it was given, and its ETag of now."""

    @replaces(CloudFrontResponse, operation)
    def whole(original: Any, self: Any) -> ActionResult:
        answer = original(self).result
        found = answer["Distribution"]
        answer["Distribution"] = whole_of(found)
        answer["ETag"] = found.etag
        return ActionResult(answer)


def whole_of(found: Any) -> dict[str, Any]:
    return {
        **head_of(found),
        "InProgressInvalidationBatches": 0,
        "ActiveTrustedSigners": {"Enabled": False, "Quantity": 0},
        "ActiveTrustedKeyGroups": {"Enabled": False, "Quantity": 0},
        "DistributionConfig": found.kept,
    }


def head_of(found: Any) -> dict[str, Any]:
    return {
        "Id": found.distribution_id,
        "ARN": found.arn,
        "Status": found.status,
        "LastModifiedTime": found.last_modified_time,
        "DomainName": found.domain_name,
    }


def page_of(response: Any) -> dict[str, Any]:
    found = response.backend.list_distributions()
    ids = [one.distribution_id for one in found]
    marker, most = response._get_param("Marker") or "", min(int(response._get_param("MaxItems") or MOST), MOST)
    start = ids.index(marker) + 1 if marker in ids else 0
    page = found[start : start + most]
    is_truncated = start + most < len(found)
    items = [{**head_of(one), **{key: one.kept[key] for key in SUMMARY if key in one.kept}} for one in page]
    return {
        **{"Marker": marker, "MaxItems": most, "IsTruncated": is_truncated, "Quantity": len(page)},
        **({"Items": items} if items else {}),
        **({"NextMarker": page[-1].distribution_id} if is_truncated else {}),
    }


def found_in(backend: Any, id: str) -> Any:
    found = backend.distributions.get(id)
    if found is None:
        raise NoSuchDistribution
    return found


def tagged(response: Any) -> None:
    arn = response._get_param("Resource")
    known = {one.arn for one in response.backend.distributions.values()}
    known |= {one.arn for one in response.backend.edge_functions.values()}
    known |= {one.arn for one in response.backend.key_value_stores.values()}
    if arn not in known:
        raise refusal("NoSuchResource", "A resource that was specified is not valid.")
