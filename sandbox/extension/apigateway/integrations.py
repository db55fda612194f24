"""What methods call, and what becomes of its answers. https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html"""

from __future__ import annotations

import re

from apigateway.methods import method_of
from apigateway.patches import entry, member, patches_of, put, whole, yes
from apigateway.refusals import absent, no_integration, no_status
from apigateway.resources import resource_of
from apigateway.store import RestApi
from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields

ARN = re.compile(r"arn:[^:]+:apigateway:[^:]*:[^:]+:(path|action)/.+")
PROXIED = re.compile(r"arn:[^:]+:apigateway:[^:]*:(lambda:path/|firehose:action/PutRecord).*")
FUNCTION = re.compile(r".*:lambda:path/[0-9-]+/functions/arn:.+/(invocations|response-streaming-invocations)")
SHORTEST, LONGEST = 50, 29_000


def put_integration(api: RestApi | None, labels: dict[str, str], body: Fields) -> Fields:
    """A put replaces all of it, its answers too."""
    method = method_of(api, labels)
    verb = body.pop("httpMethod", None)
    kept = {name: value for name, value in body.items() if value not in (None, "")}
    made = {
        "cacheKeyParameters": [],
        "cacheNamespace": labels["resource_id"],
        "passthroughBehavior": "WHEN_NO_MATCH",
        "timeoutInMillis": LONGEST,
        **kept,
        **({"httpMethod": verb} if verb else {}),
    }
    check(made)
    method["methodIntegration"] = made
    return made


def check(integration: Fields) -> None:
    kind, uri = integration.get("type"), integration.get("uri", "")
    if kind == "MOCK":
        return
    if not integration.get("httpMethod"):
        raise bad("Enumeration value for HttpMethod must be non-empty")
    if kind in ("AWS", "AWS_PROXY"):
        if not uri.startswith("arn:"):
            raise bad("Invalid ARN specified in the request")
        if not ARN.fullmatch(uri):
            raise bad("AWS ARN for integration must contain path or action")
        if kind == "AWS_PROXY" and (not PROXIED.fullmatch(uri) or (":lambda:" in uri.partition("/")[0] and not FUNCTION.fullmatch(uri))):
            raise bad("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.")
    elif not uri.startswith(("http://", "https://")) and "${stageVariables." not in uri:
        raise bad("Invalid HTTP endpoint specified for URI")
    if integration.get("connectionType") == "VPC_LINK" and not integration.get("connectionId"):
        raise bad("Connection ID cannot be empty when connection type is VPC_LINK")
    if not SHORTEST <= int(integration["timeoutInMillis"]) <= LONGEST:
        raise bad(f"Timeout should be between {SHORTEST} ms and {LONGEST} ms")
    passthrough = integration["passthroughBehavior"].upper()
    if passthrough not in ("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"):
        raise bad("Invalid value for passthroughBehavior. Must be one of: [WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER]")


def integration_of(api: RestApi | None, labels: dict[str, str]) -> Fields:
    found: Fields | None = method_of(api, labels).get("methodIntegration")
    if found is None:
        raise no_integration()
    return found


TEXTS = ("/type", "/uri", "/credentials", "/connectionType", "/connectionId", "/passthroughBehavior", "/contentHandling", "/cacheNamespace", "/httpMethod", "/responseTransferMode", "/integrationTarget")
UNKNOWN_KEY = "Invalid parameter name specified"


def update(api: RestApi | None, labels: dict[str, str], body: Fields) -> Fields:
    now = integration_of(api, labels)
    after = dict(now)
    for one in patches_of(body):
        if entry(after, "requestParameters", one, str, absent(UNKNOWN_KEY)):
            continue
        if entry(after, "requestTemplates", one, str, absent("Content-Type specified was not found")):
            continue
        if one.segments[0] == "cacheKeyParameters" and len(one.segments) == 2:
            after["cacheKeyParameters"] = member(after["cacheKeyParameters"], one, one.segments[1])
        elif one.path == "/timeoutInMillis" and one.op == "replace":
            after["timeoutInMillis"] = whole(one.value)
        elif one.path == "/tlsConfig/insecureSkipVerification":
            after["tlsConfig"] = {"insecureSkipVerification": yes(one.value)}
        elif one.path in TEXTS and one.op == "replace":
            put(after, one.path[1:], one.value)
        else:
            raise bad(f"Invalid patch path {one.path}")
    check(after)
    now.clear()
    now.update(after)
    return now


def delete(api: RestApi | None, labels: dict[str, str]) -> None:
    integration_of(api, labels)
    del method_of(api, labels)["methodIntegration"]


def answers(api: RestApi | None, labels: dict[str, str]) -> dict[str, Fields]:
    found: dict[str, Fields] = integration_of(api, labels).setdefault("integrationResponses", {})
    return found


def put_answer(api: RestApi | None, labels: dict[str, str], body: Fields) -> Fields:
    """One that is there is replaced; it answers only what the method says that it answers."""
    method = method_of(api, labels)
    kept, status = answers(api, labels), labels["status_code"]
    if status not in (method.get("methodResponses") or {}):
        raise absent("Invalid Response status code specified")
    declared = method["methodResponses"][status].get("responseParameters") or {}
    unknown = [name for name in body.get("responseParameters") or {} if name not in declared]
    if unknown:
        raise bad(f"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: {unknown[0]}]")
    for kind in body.get("responseTemplates") or {}:
        if "/" not in kind:
            raise bad(f"Validation Result: warnings : [], errors : [Invalid content type specified: {kind}]")
    kept[status] = {**body, "statusCode": status}
    return kept[status]


def answer_of(api: RestApi | None, labels: dict[str, str]) -> Fields:
    found = answers(api, labels).get(labels["status_code"])
    if found is None:
        raise no_status()
    return found


def update_answer(api: RestApi | None, labels: dict[str, str], body: Fields) -> Fields:
    now = answer_of(api, labels)
    after = dict(now)
    for one in patches_of(body):
        if entry(after, "responseParameters", one, str, absent(UNKNOWN_KEY)):
            continue
        if entry(after, "responseTemplates", one, str, absent("Content-Type specified was not found")):
            continue
        if one.path not in ("/selectionPattern", "/contentHandling"):
            raise bad(f"Invalid patch path {one.path}")
        after[one.path[1:]] = one.value
    now.clear()
    now.update(after)
    return now


def delete_answer(api: RestApi | None, labels: dict[str, str]) -> None:
    if labels["http_method"] not in resource_of(api, labels["resource_id"])["methods"]:
        raise no_integration()
    answer_of(api, labels)
    del answers(api, labels)[labels["status_code"]]
