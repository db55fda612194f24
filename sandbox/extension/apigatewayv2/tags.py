"""Tags by the ARN of what has them: an API, a stage, a domain name, a VPC link."""

from __future__ import annotations

import re

from apigatewayv2 import apis, domains, stages
from apigatewayv2.refusals import bad, not_found
from apigatewayv2.store import Store

ARN = re.compile(r"arn:[^:]+:apigateway:[^:]+::/(?P<kind>apis|domainnames|vpclinks)/(?P<name>[^/]+)(/stages/(?P<stage>.+))?")
MOST = 50


def tags_of(store: Store, account: str, arn: str) -> dict[str, str]:
    fits = ARN.fullmatch(arn)
    if fits is None:
        raise not_found("resource", arn)
    name = fits["name"]
    if fits["kind"] == "domainnames":
        return dict_of(domains.domain_of(store, name))
    if fits["kind"] == "vpclinks":
        return dict_of(domains.link_of(store, name))
    api = apis.api_of(store, name, account)
    return api.tags if fits["stage"] is None else dict_of(stages.stage_of(api, fits["stage"]))


def dict_of(tagged: dict[str, dict[str, str]]) -> dict[str, str]:
    return tagged.setdefault("tags", {})


def tag(store: Store, account: str, arn: str, told: dict[str, str]) -> None:
    tags = tags_of(store, account, arn)
    if len({**tags, **told}) > MOST:
        raise bad(f"A resource may have {MOST} tags at the most")
    tags.update(told)


def untag(store: Store, account: str, arn: str, keys: list[str]) -> None:
    tags = tags_of(store, account, arn)
    for key in keys:
        tags.pop(key, None)
