"""Custom domain names, their base paths, VPC links and client certificates.

Domain names are those of the second version, told in the words of the first one: AWS keeps them once.
https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
"""

from __future__ import annotations

import time

from apigateway.pages import page
from apigateway.patches import listed, patches_of
from apigateway.refusals import absent
from apigateway.store import Store, told, told_whole
from apigatewayv2 import domains as second_domains
from apigatewayv2.refusals import Refused, bad, conflict
from apigatewayv2.store import Fields, drawn
from apigatewayv2.store import Store as SecondStore

NONE = "(none)"


def create(domains: SecondStore, region: str, account: str, body: Fields) -> Fields:
    kind = (body.get("endpointConfiguration") or {}).get("types", ["EDGE"])[0]
    if kind == "PRIVATE":
        raise NotImplementedError("the sandbox knows no private domain names")
    certificate = body.get("regionalCertificateArn" if kind == "REGIONAL" else "certificateArn")
    configuration = {
        "endpointType": kind,
        **({"certificateArn": certificate} if certificate else {}),
        **({"securityPolicy": body["securityPolicy"]} if body.get("securityPolicy") else {}),
    }
    named = {"domainName": body["domainName"], "domainNameConfigurations": [configuration], "tags": body.get("tags") or {}}
    return first_words(second_domains.create(domains, region, account, named))


def first_words(domain: Fields) -> Fields:
    (configuration, *_) = domain["domainNameConfigurations"] or [{}]
    regional = configuration.get("endpointType") != "EDGE"
    address, zone = configuration.get("apiGatewayDomainName"), configuration.get("hostedZoneId")
    certificate = configuration.get("certificateArn")
    named = ("regionalDomainName", "regionalHostedZoneId", "regionalCertificateArn") if regional else ("distributionDomainName", "distributionHostedZoneId", "certificateArn")
    return told(
        {
            **{name: value for name, value in zip(named, (address, zone, certificate), strict=True) if value},
            "domainName": domain["domainName"],
            "domainNameArn": domain["domainNameArn"],
            "domainNameStatus": "AVAILABLE",
            "endpointConfiguration": {"types": [configuration.get("endpointType", "REGIONAL")], "ipAddressType": configuration.get("ipAddressType", "ipv4")},
            "routingMode": "BASE_PATH_MAPPING_ONLY",
            "securityPolicy": configuration.get("securityPolicy", "TLS_1_2"),
            "tags": domain.get("tags") or {},
        }
    )


def domain_of(domains: SecondStore, name: str) -> Fields:
    if name not in domains.domains:
        raise absent("Invalid domain name identifier specified")
    return domains.domains[name]


def listing(domains: SecondStore, asked: dict[str, str]) -> Fields:
    return page([first_words(one) for one in domains.domains.values()], asked)


def delete(domains: SecondStore, name: str) -> None:
    domain_of(domains, name)
    second_domains.delete(domains, name)


def mapping(one: Fields) -> Fields:
    stage = {"stage": one["stage"]} if one.get("stage") else {}
    return {"basePath": one.get("apiMappingKey") or NONE, "restApiId": one["apiId"], **stage}


def mappings(domains: SecondStore, name: str, asked: dict[str, str]) -> Fields:
    domain_of(domains, name)
    return page([mapping(one) for one in domains.mappings[name].values()], asked)


def create_mapping(store: Store, domains: SecondStore, name: str, body: Fields) -> Fields:
    domain_of(domains, name)
    path = body.get("basePath") or ""
    key = "" if path == NONE else path
    if "/" in key:
        raise bad("Base path can only contain letters, numbers and one of \"$-_.+!*'()\"")
    refuse_nowhere(store, body.get("restApiId", ""), body.get("stage"))
    if any(one["apiMappingKey"] == key for one in domains.mappings[name].values()):
        raise conflict("Base path already exists for this domain name")
    kept = {"apiMappingId": drawn(6), "apiMappingKey": key, "apiId": body["restApiId"], "stage": body.get("stage") or ""}
    domains.mappings[name][kept["apiMappingId"]] = kept
    return mapping(kept)


def refuse_nowhere(store: Store, api: str, stage: str | None) -> None:
    if api not in store.apis:
        raise bad("Invalid REST API identifier specified")
    if stage and stage not in store.apis[api].stages:
        raise bad("Invalid stage identifier specified")


def mapping_of(domains: SecondStore, name: str, path: str) -> Fields:
    domain_of(domains, name)
    key = "" if path == NONE else path
    found = next((one for one in domains.mappings[name].values() if one["apiMappingKey"] == key), None)
    if found is None:
        raise absent("Invalid base path mapping identifier specified")
    return found


def update_mapping(store: Store, domains: SecondStore, name: str, path: str, body: Fields) -> Fields:
    now = mapping_of(domains, name, path)
    allowed = {"/basePath": str, "/restapiId": str, "/stage": str}
    after = listed({"basePath": path, "restapiId": now["apiId"], "stage": now["stage"]}, patches_of(body), allowed, ", ".join(allowed))
    key = "" if after.get("basePath", NONE) == NONE else after["basePath"]
    refuse_nowhere(store, after["restapiId"], after.get("stage"))
    now |= {"apiMappingKey": key, "apiId": after["restapiId"], "stage": after.get("stage", "")}
    return mapping(now)


def delete_mapping(domains: SecondStore, name: str, path: str) -> None:
    del domains.mappings[name][mapping_of(domains, name, path)["apiMappingId"]]


def create_link(store: Store, body: Fields) -> Fields:
    if not body.get("name"):
        raise bad("Name cannot be empty")
    for arn in body["targetArns"]:
        if not arn.startswith("arn:"):
            raise bad(f"Invalid ARN. ARN is not well formed {arn}")
    ready = {"status": "AVAILABLE", "statusMessage": "Your vpc link is ready for use"}
    link = {**body, "id": drawn(6), **ready, "tags": body.get("tags") or {}}
    store.links[link["id"]] = link
    return {**told(link, "statusMessage"), "status": "PENDING"}


def link_of(store: Store, link: str) -> Fields:
    if link not in store.links:
        raise absent("Invalid Vpc Link identifier specified")
    return store.links[link]


def update_link(store: Store, link: str, body: Fields) -> Fields:
    store.links[link] = listed(link_of(store, link), patches_of(body), {"/name": str, "/description": str}, "/name, /description")
    return told_whole(store.links[link])


def generate(store: Store, body: Fields) -> Fields:
    now = int(time.time())
    made = {
        "clientCertificateId": drawn(6),
        "createdDate": now,
        "expirationDate": now + 365 * 86_400,
        "pemEncodedCertificate": "-----BEGIN CERTIFICATE-----\nsandbox\n-----END CERTIFICATE-----",
        "tags": body.get("tags") or {},
        **({"description": body["description"]} if body.get("description") else {}),
    }
    store.certificates[made["clientCertificateId"]] = made
    return told(made)


def certificate_of(store: Store, certificate: str) -> Fields:
    if certificate not in store.certificates:
        raise absent("Invalid Client Certificate identifier specified")
    return store.certificates[certificate]


def delete_certificate(store: Store, certificate: str) -> None:
    certificate_of(store, certificate)
    if any(stage.get("clientCertificateId") == certificate for api in store.apis.values() for stage in api.stages.values()):
        raise Refused(400, "BadRequestException", "Client certificate is used by a stage and cannot be deleted")
    del store.certificates[certificate]
