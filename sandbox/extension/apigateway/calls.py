"""What each operation does that is about an API, by its name in AWS's model."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from apigateway import apis, documentation, exporting, importing, integrations, methods, models, parts, resources, responses, stages
from apigateway.call import Call
from apigateway.pages import page
from apigateway.region_calls import OF_REGION
from apigateway.store import told
from apigatewayv2.store import Fields


def listed(collection: str) -> Callable[[Call], Any]:
    return lambda c: page(list(c.api.parts[collection].values()), c.asked)


def model(c: Call) -> Fields:
    return models.model_of(c.maybe, c.label("model_name"))


def get_resource(c: Call) -> Fields:
    found = resources.resource_of(c.maybe, c.label("resource_id"))
    return resources.told(found, "methods" in c.lists.get("embed", []))


def export(c: Call) -> bytes:
    stage = stages.stage_of(c.api, c.label("stage_name"))
    host = f"{c.api.id}.execute-api.{c.region}.amazonaws.com"
    snapshot = c.api.snapshots[stage["deploymentId"]]
    return exporting.exported(snapshot, c.label("export_type"), host, stage["stageName"], c.asked.get("extensions", ""))


def put_rest_api(c: Call) -> Fields:
    return importing.put(c.api, c.region, c.account, c.raw, c.asked.get("mode", "merge"))


def import_documentation(c: Call) -> Fields:
    found = [one for one in (json.loads(c.raw).get("documentationParts") or [])]
    if c.asked.get("mode") == "overwrite":
        c.api.parts["documentation"].clear()
    return {"ids": [documentation.create_documentation(c.api, {**one, "properties": json.dumps(one["properties"])})["id"] for one in found], "warnings": []}


def nothing(_: Call) -> None:
    return None


def gateway_responses(c: Call) -> Fields:
    own = c.api.parts["responses"]
    return {"item": [responses.response_of(own, kind) for kind in responses.STATUSES]}


def template(c: Call) -> Fields:
    model(c)
    raise NotImplementedError("the sandbox makes no template of a model")


CALLS: dict[str, Callable[[Call], Any]] = {
    "CreateRestApi": lambda c: apis.create(c.store, c.region, c.account, c.body),
    "GetRestApi": lambda c: apis.read(c.api),
    "GetRestApis": lambda c: apis.listing(c.store, c.asked),
    "UpdateRestApi": lambda c: apis.update(c.api, c.region, c.account, c.body),
    "DeleteRestApi": lambda c: apis.delete(c.store, c.second, c.api),
    "ImportRestApi": lambda c: importing.imported(c.store, c.region, c.account, c.raw, c.asked),
    "PutRestApi": put_rest_api,
    "GetExport": export,
    "CreateResource": lambda c: resources.create(c.api, c.label("parent_id"), c.body["pathPart"]),
    "GetResource": get_resource,
    "GetResources": lambda c: resources.listing(c.api, c.asked, c.lists.get("embed", [])),
    "UpdateResource": lambda c: resources.update(c.api, c.label("resource_id"), c.body),
    "DeleteResource": lambda c: resources.delete(c.api, c.label("resource_id")),
    "PutMethod": lambda c: methods.put_method(c.maybe, c.labels, c.body),
    "GetMethod": lambda c: resources.told_method(methods.method_of(c.maybe, c.labels)),
    "UpdateMethod": lambda c: methods.update(c.maybe, c.labels, c.body),
    "DeleteMethod": lambda c: methods.delete(c.maybe, c.labels),
    "PutMethodResponse": lambda c: methods.put_answer(c.maybe, c.labels, c.body),
    "GetMethodResponse": lambda c: methods.answer_of(c.maybe, c.labels),
    "UpdateMethodResponse": lambda c: methods.update_answer(c.maybe, c.labels, c.body),
    "DeleteMethodResponse": lambda c: methods.delete_answer(c.maybe, c.labels),
    "PutIntegration": lambda c: integrations.put_integration(c.maybe, c.labels, c.body),
    "GetIntegration": lambda c: integrations.integration_of(c.maybe, c.labels),
    "UpdateIntegration": lambda c: integrations.update(c.maybe, c.labels, c.body),
    "DeleteIntegration": lambda c: integrations.delete(c.maybe, c.labels),
    "PutIntegrationResponse": lambda c: integrations.put_answer(c.maybe, c.labels, c.body),
    "GetIntegrationResponse": lambda c: integrations.answer_of(c.maybe, c.labels),
    "UpdateIntegrationResponse": lambda c: integrations.update_answer(c.maybe, c.labels, c.body),
    "DeleteIntegrationResponse": lambda c: integrations.delete_answer(c.maybe, c.labels),
    "CreateModel": lambda c: models.create(c.api, c.body),
    "GetModel": model,
    "GetModels": listed("models"),
    "GetModelTemplate": template,
    "UpdateModel": lambda c: model(c) and models.update(c.api, c.label("model_name"), c.body),
    "DeleteModel": lambda c: model(c) and models.delete(c.api, c.label("model_name")),
    "CreateRequestValidator": lambda c: parts.create_validator(c.maybe, c.body),
    "GetRequestValidator": lambda c: parts.found(c.maybe, "validators", c.label("requestvalidator_id")),
    "GetRequestValidators": listed("validators"),
    "UpdateRequestValidator": lambda c: parts.update_validator(c.maybe, c.label("requestvalidator_id"), c.body),
    "DeleteRequestValidator": lambda c: parts.delete(c.maybe, "validators", c.label("requestvalidator_id")),
    "CreateAuthorizer": lambda c: parts.create_authorizer(c.maybe, c.body),
    "GetAuthorizer": lambda c: parts.found(c.maybe, "authorizers", c.label("authorizer_id")),
    "GetAuthorizers": listed("authorizers"),
    "UpdateAuthorizer": lambda c: parts.update_authorizer(c.maybe, c.label("authorizer_id"), c.body),
    "DeleteAuthorizer": lambda c: parts.delete(c.maybe, "authorizers", c.label("authorizer_id")),
    "PutGatewayResponse": lambda c: responses.put_response(c.api, c.label("response_type"), c.body),
    "GetGatewayResponse": lambda c: responses.response_of(c.api.parts["responses"], c.label("response_type")),
    "GetGatewayResponses": gateway_responses,
    "UpdateGatewayResponse": lambda c: responses.update_response(c.api, c.label("response_type"), c.body),
    "DeleteGatewayResponse": lambda c: responses.delete_response(c.api, c.label("response_type")),
    "CreateDocumentationPart": lambda c: documentation.create_documentation(c.api, c.body),
    "GetDocumentationPart": lambda c: parts.found(c.maybe, "documentation", c.label("part_id")),
    "GetDocumentationParts": listed("documentation"),
    "UpdateDocumentationPart": lambda c: documentation.update_documentation(c.maybe, c.label("part_id"), c.body),
    "DeleteDocumentationPart": lambda c: c.api and parts.delete(c.maybe, "documentation", c.label("part_id")),
    "ImportDocumentationParts": import_documentation,
    "CreateDocumentationVersion": lambda c: documentation.create_version(c.api, c.body),
    "GetDocumentationVersion": lambda c: documentation.version_of(c.api, c.label("doc_version")),
    "GetDocumentationVersions": lambda c: page(list(c.api.versions.values()), c.asked),
    "UpdateDocumentationVersion": lambda c: documentation.update_version(c.api, c.label("doc_version"), c.body),
    "DeleteDocumentationVersion": lambda c: documentation.delete_version(c.api, c.label("doc_version")),
    "CreateDeployment": lambda c: stages.create_deployment(c.api, c.body),
    "GetDeployment": lambda c: stages.summed_up(c.api, c.label("deployment_id"), c.lists.get("embed", [])),
    "GetDeployments": lambda c: stages.deployments(c.api, c.asked),
    "UpdateDeployment": lambda c: stages.update_deployment(c.api, c.label("deployment_id"), c.body),
    "DeleteDeployment": lambda c: stages.delete_deployment(c.api, c.label("deployment_id")),
    "CreateStage": lambda c: stages.create(c.api, c.body),
    "GetStage": lambda c: told(stages.stage_of(c.api, c.label("stage_name"))),
    "GetStages": lambda c: stages.listing(c.api, c.asked.get("deploymentId")),
    "UpdateStage": lambda c: stages.update(c.api, c.label("stage_name"), c.body, c.store.log_role),
    "DeleteStage": lambda c: stages.delete(c.store, c.second, c.api, c.label("stage_name")),
    "FlushStageCache": nothing,
    "FlushStageAuthorizersCache": nothing,
    **OF_REGION,
}
