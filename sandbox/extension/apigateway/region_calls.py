"""What each operation does that is about no API: plans, keys, domain names, links, the account, tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apigateway import domains, keys, plans, tags
from apigateway.call import Call
from apigateway.pages import page
from apigateway.patches import patches_of
from apigateway.store import told, told_whole
from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields


def tagged(c: Call) -> dict[str, str]:
    return tags.tags_of(c.store, c.second, c.account, c.label("resource_arn"))


def untag(c: Call) -> None:
    for name in c.lists.get("tagKeys", []):
        tagged(c).pop(name, None)


def account_told(c: Call) -> Fields:
    role = {"cloudwatchRoleArn": c.store.log_role} if c.store.log_role else {}
    return {**role, "throttleSettings": {"burstLimit": 5000, "rateLimit": 10000.0}, "features": ["UsagePlans"], "apiKeyVersion": "4"}


def update_account(c: Call) -> Fields:
    for one in patches_of(c.body):
        if one.path != "/cloudwatchRoleArn":
            raise bad(f"Invalid patch path {one.path}")
        c.store.log_role = "" if one.op == "remove" else one.value
    return account_told(c)


def drop(kept: Callable[[Call], dict[str, Fields]], label: str, found: Callable[[Call], Any]) -> Callable[[Call], None]:
    def delete(c: Call) -> None:
        found(c)
        del kept(c)[c.label(label)]

    return delete


def key_of(c: Call) -> str:
    return c.label("api_Key")


def link(c: Call) -> Fields:
    return domains.link_of(c.store, c.label("vpclink_id"))


def certificate(c: Call) -> Fields:
    return domains.certificate_of(c.store, c.label("clientcertificate_id"))


def update_certificate(c: Call) -> Fields:
    for one in patches_of(c.body):
        certificate(c)["description"] = one.value
    return told_whole(certificate(c))


OF_REGION: dict[str, Callable[[Call], Any]] = {
    "CreateUsagePlan": lambda c: plans.create(c.store, c.body),
    "GetUsagePlan": lambda c: plans.read(c.store, c.label("usageplanId")),
    "GetUsagePlans": lambda c: plans.listing(c.store, c.asked),
    "UpdateUsagePlan": lambda c: plans.update(c.store, c.label("usageplanId"), c.body),
    "DeleteUsagePlan": lambda c: plans.delete(c.store, c.label("usageplanId")),
    "CreateUsagePlanKey": lambda c: plans.create_key(c.store, c.label("usageplanId"), c.body),
    "GetUsagePlanKey": lambda c: plans.key_of(c.store, c.label("usageplanId"), c.label("keyId")),
    "GetUsagePlanKeys": lambda c: plans.keys(c.store, c.label("usageplanId"), c.asked),
    "DeleteUsagePlanKey": lambda c: plans.delete_key(c.store, c.label("usageplanId"), c.label("keyId")),
    "CreateApiKey": lambda c: keys.create(c.store, c.body),
    "GetApiKey": lambda c: keys.read(c.store, key_of(c), c.asked),
    "GetApiKeys": lambda c: keys.listing(c.store, c.asked),
    "UpdateApiKey": lambda c: keys.update(c.store, key_of(c), c.body),
    "DeleteApiKey": lambda c: keys.delete(c.store, key_of(c)),
    "ImportApiKeys": lambda c: keys.imported(c.store, c.raw.decode()),
    "CreateDomainName": lambda c: domains.create(c.second, c.region, c.account, c.body),
    "GetDomainName": lambda c: domains.first_words(domains.domain_of(c.second, c.label("domain_name"))),
    "GetDomainNames": lambda c: domains.listing(c.second, c.asked),
    "DeleteDomainName": lambda c: domains.delete(c.second, c.label("domain_name")),
    "CreateBasePathMapping": lambda c: domains.create_mapping(c.store, c.second, c.label("domain_name"), c.body),
    "GetBasePathMapping": lambda c: domains.mapping(domains.mapping_of(c.second, c.label("domain_name"), c.label("base_path"))),
    "GetBasePathMappings": lambda c: domains.mappings(c.second, c.label("domain_name"), c.asked),
    "UpdateBasePathMapping": lambda c: domains.update_mapping(c.store, c.second, c.label("domain_name"), c.label("base_path"), c.body),
    "DeleteBasePathMapping": lambda c: domains.delete_mapping(c.second, c.label("domain_name"), c.label("base_path")),
    "CreateVpcLink": lambda c: domains.create_link(c.store, c.body),
    "GetVpcLink": lambda c: told_whole(link(c)),
    "GetVpcLinks": lambda c: page([told(one) for one in c.store.links.values()], c.asked),
    "UpdateVpcLink": lambda c: domains.update_link(c.store, c.label("vpclink_id"), c.body),
    "DeleteVpcLink": drop(lambda c: c.store.links, "vpclink_id", link),
    "GenerateClientCertificate": lambda c: domains.generate(c.store, c.body),
    "GetClientCertificate": lambda c: told_whole(certificate(c)),
    "GetClientCertificates": lambda c: page([told(one) for one in c.store.certificates.values()], c.asked),
    "UpdateClientCertificate": update_certificate,
    "DeleteClientCertificate": lambda c: domains.delete_certificate(c.store, c.label("clientcertificate_id")),
    "GetAccount": account_told,
    "UpdateAccount": update_account,
    "GetTags": lambda c: {"tags": tagged(c)},
    "TagResource": lambda c: tags.tag(tagged(c), c.body["tags"]),
    "UntagResource": untag,
}
