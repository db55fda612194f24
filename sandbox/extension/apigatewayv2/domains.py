"""Custom domain names with the APIs that they lead to, and VPC links."""

from __future__ import annotations

from collections.abc import Callable, Container

from delivery.envelope import now
from apigatewayv2.changes import changed
from apigatewayv2.pages import page
from apigatewayv2.refusals import bad, conflict, not_found
from apigatewayv2.store import Fields, Store, drawn

Stages = Callable[[str], Container[str]]
"""Names of the stages of an API, by its id."""


def create(store: Store, region: str, account: str, body: Fields) -> Fields:
    name = body["domainName"]
    if name in store.domains:
        raise conflict("The domain name you provided already exists.")
    configurations = [
        {
            "apiGatewayDomainName": f"d-{drawn(10)}.execute-api.{region}.amazonaws.com",
            "domainNameStatus": "AVAILABLE",
            "endpointType": "REGIONAL",
            "hostedZoneId": "Z1UJRXOUMOOFQ8",
            "ipAddressType": "ipv4",
            "securityPolicy": "TLS_1_2",
            **one,
        }
        for one in body.get("domainNameConfigurations", [{}])
    ]
    store.domains[name] = {
        "apiMappingSelectionExpression": "$request.basepath",
        "domainNameArn": f"arn:aws:apigateway:{region}::/domainnames/{name}",
        "routingMode": "API_MAPPING_ONLY",
        "tags": {},
        **body,
        "domainNameConfigurations": configurations,
    }
    store.mappings[name] = {}
    return store.domains[name]


def domain_of(store: Store, name: str) -> Fields:
    domain = store.domains.get(name)
    if domain is None:
        raise not_found("domain name", name)
    return domain


def update(store: Store, name: str, body: Fields) -> Fields:
    store.domains[name] = changed(domain_of(store, name), body)
    return store.domains[name]


def delete(store: Store, name: str) -> None:
    domain_of(store, name)
    del store.domains[name], store.mappings[name]


def listed(store: Store, asked: dict[str, str]) -> Fields:
    return page(list(store.domains.values()), asked)


def mappings_of(store: Store, name: str, asked: dict[str, str]) -> Fields:
    domain_of(store, name)
    return page(list(store.mappings[name].values()), asked)


def create_mapping(store: Store, rest: Stages, name: str, body: Fields) -> Fields:
    """`rest`: stages of REST APIs, which a domain name may lead to as well."""
    domain_of(store, name)
    refuse_nowhere(store, rest, body)
    key = body.get("apiMappingKey", "")
    if any(one.get("apiMappingKey", "") == key for one in store.mappings[name].values()):
        raise conflict("ApiMapping key already exists for this domain name")
    mapping = {"apiMappingId": drawn(6), "apiMappingKey": key, "apiId": body["apiId"], "stage": body["stage"]}
    store.mappings[name][mapping["apiMappingId"]] = mapping
    return mapping


def mapping_of(store: Store, name: str, mapping: str) -> Fields:
    domain_of(store, name)
    found = store.mappings[name].get(mapping)
    if found is None:
        raise not_found("API mapping", mapping)
    return found


def update_mapping(store: Store, rest: Stages, name: str, mapping: str, body: Fields) -> Fields:
    after = {**mapping_of(store, name, mapping), **body}
    refuse_nowhere(store, rest, after)
    store.mappings[name][mapping] = after
    return after


def delete_mapping(store: Store, name: str, mapping: str) -> None:
    mapping_of(store, name, mapping)
    del store.mappings[name][mapping]


def refuse_nowhere(store: Store, rest: Stages, mapping: Fields) -> None:
    api = store.apis.get(mapping["apiId"])
    stages = rest(mapping["apiId"]) if api is None else api.stages
    if mapping["stage"] not in stages:
        raise bad("Invalid stage identifier specified")


def create_link(store: Store, body: Fields) -> Fields:
    link = {
        "createdDate": now(),
        "securityGroupIds": [],
        "tags": {},
        "vpcLinkId": drawn(6),
        "vpcLinkStatus": "AVAILABLE",
        "vpcLinkVersion": "V2",
        **body,
    }
    store.links[link["vpcLinkId"]] = link
    return link


def link_of(store: Store, link: str) -> Fields:
    found = store.links.get(link)
    if found is None:
        raise not_found("VpcLink", link)
    return found


def update_link(store: Store, link: str, body: Fields) -> Fields:
    store.links[link] = {**link_of(store, link), **body}
    return store.links[link]


def delete_link(store: Store, link: str) -> None:
    link_of(store, link)
    del store.links[link]


def links(store: Store, asked: dict[str, str]) -> Fields:
    return page(list(store.links.values()), asked)
