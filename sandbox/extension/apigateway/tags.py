"""Tags by the ARN of what has them. What the second version keeps is tagged there."""

from __future__ import annotations

import re

from apigateway import apis, domains, keys, plans, stages
from apigateway.store import Store
from apigatewayv2 import tags as second
from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields
from apigatewayv2.store import Store as SecondStore

ARN = re.compile(r"arn:[^:]+:apigateway:[^:]*::/(?P<kind>restapis|usageplans|apikeys|vpclinks|clientcertificates)/(?P<name>[^/]+)(/stages/(?P<stage>[^/]+))?")


def tags_of(store: Store, others: SecondStore, account: str, arn: str) -> dict[str, str]:
    fits = ARN.fullmatch(arn)
    if fits is None or (fits["kind"] == "vpclinks" and fits["name"] not in store.links):
        return second.tags_of(others, account, arn)
    return of(store, account, fits["kind"], fits["name"], fits["stage"]).setdefault("tags", {})


def of(store: Store, account: str, kind: str, name: str, stage: str | None) -> Fields:
    if kind == "usageplans":
        return plans.plan_of(store, name)
    if kind == "apikeys":
        return keys.key_of(store, name)
    if kind == "vpclinks":
        return domains.link_of(store, name)
    if kind == "clientcertificates":
        return domains.certificate_of(store, name)
    api = apis.api_of(store, name, account)
    return api.fields if stage is None else stages.stage_of(api, stage)


def tag(tags: dict[str, str], more: dict[str, str]) -> None:
    if len({**tags, **more}) > second.MOST:
        raise bad(f"A resource may have {second.MOST} tags at the most")
    if any(name.startswith("aws:") for name in more):
        raise bad("Tag keys beginning with aws: are reserved")
    tags.update(more)
