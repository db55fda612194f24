"""Calls of API Gateway's second version, by the operations that AWS's model names."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from typing import Any
from urllib.parse import parse_qs

from apigateway.store import rest_store
from apigatewayv2 import apis, domains, parts, stages, tags
from apigatewayv2.refusals import Refused
from apigatewayv2.store import Api, Fields, Store, store_of
from call_names import CallName, call_name
from iam.denials import region_of
from patching import Sandbox, WsgiApp

PART = re.compile(r"(?P<verb>Create|Get|Update|Delete)(?P<noun>Authorizer|IntegrationResponse|Integration|Model|RouteResponse|Route)(?P<many>s?)")


def served(app: WsgiApp, sandbox: Sandbox) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        call = call_name(environ)
        if call.model is None or call.model.service_model.service_name != "apigatewayv2":
            return app(environ, start_response)
        status, headers, body = answered(sandbox, call, environ)
        text = b"" if body is None else json.dumps(body).encode()
        kind = [("content-type", "application/json"), ("content-length", str(len(text)))]
        start_response(status, [*kind, *headers])
        return [text]

    return answer


def answered(sandbox: Sandbox, call: CallName, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], Any]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = json.loads(environ["wsgi.input"].read(length) or b"{}")
    region = region_of(environ)
    asked = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    request = Request(call, body, asked, region, sandbox.account, store_of(sandbox.account, region))
    try:
        done = request.answer()
    except Refused as refusal:
        error = [("x-amzn-errortype", refusal.code)]
        return f"{refusal.status} {refusal.code}", error, {"message": str(refusal)}
    return (f"{call.model.http.get('responseCode', 200)} OK", [], done) if call.model else ("200 OK", [], done)


class Request:
    def __init__(
        self, call: CallName, body: Fields, asked: dict[str, list[str]], region: str, account: str, store: Store
    ) -> None:
        self.operation = call.operation
        self.labels = call.labels
        self.body = body
        self.lists = asked
        self.asked = {name: values[0] for name, values in asked.items()}
        self.region = region
        self.account = account
        self.store = store

    def answer(self) -> Any:
        fits = PART.fullmatch(self.operation)
        if fits is not None:
            return self.part(self.api(), fits["verb"], f"{fits['noun'].lower()}s", many=bool(fits["many"]))
        if self.operation == "GetTags":
            return {"tags": tags.tags_of(self.store, self.account, self.labels["resource-arn"])}
        doing = getattr(self, re.sub(r"(?<!^)(?=[A-Z])", "_", self.operation).lower(), None)
        if doing is None:
            raise NotImplementedError(f"the sandbox knows no {self.operation}")
        return doing()

    def api(self) -> Api:
        return apis.api_of(self.store, self.labels["apiId"], self.account)

    def part(self, api: Api, verb: str, collection: str, *, many: bool) -> Any:
        if verb == "Get":
            if many:
                return parts.listed(api, collection, self.labels, self.asked)
            return parts.told(parts.found(api, collection, self.labels))
        if verb == "Create":
            done: Any = parts.create(api, collection, self.labels, self.body)
        elif verb == "Update":
            done = parts.update(api, collection, self.labels, self.body)
        else:
            done = parts.delete(api, collection, self.labels)
        stages.deploy_by_itself(api)
        return done

    def create_api(self) -> Fields:
        return apis.create(self.store, self.region, self.body)

    def get_api(self) -> Fields:
        return apis.told(self.api())

    def get_apis(self) -> Fields:
        return apis.listed(self.store, self.asked)

    def update_api(self) -> Fields:
        return apis.update(self.api(), self.body)

    def delete_api(self) -> None:
        apis.delete(self.store, self.api())

    def delete_cors_configuration(self) -> None:
        self.api().fields.pop("corsConfiguration", None)

    def delete_route_request_parameter(self) -> None:
        parts.delete_request_parameter(self.api(), self.labels)

    def create_deployment(self) -> Fields:
        return stages.create_deployment(self.api(), self.body)

    def get_deployment(self) -> Fields:
        return stages.deployment_of(self.api(), self.labels["deploymentId"])

    def get_deployments(self) -> Any:
        return stages.deployments(self.api(), self.asked)

    def delete_deployment(self) -> None:
        stages.delete_deployment(self.api(), self.labels["deploymentId"])

    def create_stage(self) -> Fields:
        return stages.create(self.api(), self.body, rest_store(self.account, self.region).log_role)

    def get_stage(self) -> Fields:
        return stages.told(stages.stage_of(self.api(), self.labels["stageName"]))

    def get_stages(self) -> Fields:
        return stages.listed(self.api(), self.asked)

    def update_stage(self) -> Fields:
        return stages.update(self.api(), self.labels["stageName"], self.body, rest_store(self.account, self.region).log_role)

    def delete_stage(self) -> None:
        stages.delete(self.store, self.api(), self.labels["stageName"])

    def delete_access_log_settings(self) -> None:
        stages.delete_access_log(self.api(), self.labels["stageName"])

    def delete_route_settings(self) -> None:
        stages.delete_route_settings(self.api(), self.labels["stageName"], self.labels["routeKey"])

    def rest_stages(self, api: str) -> Container[str]:
        found = rest_store(self.account, self.region).apis.get(api)
        return found.stages if found else {}

    def create_domain_name(self) -> Fields:
        return domains.create(self.store, self.region, self.account, self.body)

    def get_domain_name(self) -> Fields:
        return domains.domain_of(self.store, self.labels["domainName"])

    def get_domain_names(self) -> Fields:
        return domains.listed(self.store, self.asked)

    def update_domain_name(self) -> Fields:
        return domains.update(self.store, self.labels["domainName"], self.body)

    def delete_domain_name(self) -> None:
        domains.delete(self.store, self.labels["domainName"])

    def create_api_mapping(self) -> Fields:
        return domains.create_mapping(self.store, self.rest_stages, self.labels["domainName"], self.body)

    def get_api_mapping(self) -> Fields:
        return domains.mapping_of(self.store, self.labels["domainName"], self.labels["apiMappingId"])

    def get_api_mappings(self) -> Fields:
        return domains.mappings_of(self.store, self.labels["domainName"], self.asked)

    def update_api_mapping(self) -> Fields:
        return domains.update_mapping(self.store, self.rest_stages, self.labels["domainName"], self.labels["apiMappingId"], self.body)

    def delete_api_mapping(self) -> None:
        domains.delete_mapping(self.store, self.labels["domainName"], self.labels["apiMappingId"])

    def create_vpc_link(self) -> Fields:
        return domains.create_link(self.store, self.body)

    def get_vpc_link(self) -> Fields:
        return domains.link_of(self.store, self.labels["vpcLinkId"])

    def get_vpc_links(self) -> Fields:
        return domains.links(self.store, self.asked)

    def update_vpc_link(self) -> Fields:
        return domains.update_link(self.store, self.labels["vpcLinkId"], self.body)

    def delete_vpc_link(self) -> None:
        domains.delete_link(self.store, self.labels["vpcLinkId"])

    def tag_resource(self) -> Fields:
        tags.tag(self.store, self.account, self.labels["resource-arn"], self.body["tags"])
        return {}

    def untag_resource(self) -> None:
        tags.untag(self.store, self.account, self.labels["resource-arn"], self.lists.get("tagKeys", []))
