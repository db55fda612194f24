"""Whom a layer version is shared with.

AWS writes an account as its root, an organisation as a condition, the version's own ARN as the resource, and
takes a statement id once. Plain moto writes the account as a number and `:$LATEST` behind the ARN, forgets the
organisation, and takes an id twice.
"""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import unquote

from moto.awslambda.responses import LambdaResponse

from awslambda.names import refusal
from awslambda.permissions import principal
from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaResponse, "add_layer_version_permission")
    def add(original: Any, self: Any) -> Any:
        version = asked(self)
        request = json.loads(self.body)
        policy = policy_of(version)
        policy.expect((self.querystring.get("RevisionId") or [None])[0])
        if any(statement["Sid"] == request["StatementId"] for statement in policy.statements):
            why = f"The statement id ({request['StatementId']}) provided already exists. Please provide a new statement"
            raise refusal(409, "ResourceConflictException", f"{why} id, or remove the existing statement.")
        organization = request.get("OrganizationId")
        made = {
            "Sid": request["StatementId"],
            "Effect": "Allow",
            "Principal": principal(request["Principal"]),
            "Action": request["Action"],
            "Resource": version.arn,
            **({"Condition": {"StringEquals": {"aws:PrincipalOrgID": organization}}} if organization else {}),
        }
        policy.change([*policy.statements, made])
        answer = {"Statement": json.dumps(made), "RevisionId": policy.revision}
        return 201, {"status": 201}, json.dumps(answer)

    @replaces(LambdaResponse, "get_layer_version_policy")
    def get(original: Any, self: Any) -> Any:
        policy = existing(self)
        document = {"Version": "2012-10-17", "Id": "default", "Statement": policy.statements}
        return 200, {"status": 200}, json.dumps({"Policy": json.dumps(document), "RevisionId": policy.revision})

    @replaces(LambdaResponse, "remove_layer_version_permission")
    def remove(original: Any, self: Any) -> Any:
        policy = existing(self)
        sid = unquote(self.path.split("/")[-1])
        policy.change([statement for statement in policy.statements if statement["Sid"] != sid])
        return 204, {"status": 204}, ""


class Policy:
    def __init__(self) -> None:
        self.statements: list[dict[str, Any]] = []
        self.revision = str(uuid.uuid4())

    def change(self, statements: list[dict[str, Any]]) -> None:
        self.statements = statements
        self.revision = str(uuid.uuid4())

    def expect(self, revision: str | None) -> None:
        if revision and revision != self.revision:
            why = "The Revision Id provided does not match the latest Revision Id"
            how = "Call the GetLayerPolicy API to retrieve the latest Revision Id"
            raise refusal(412, "PreconditionFailedException", f"{why}. {how}")


def asked(response: Any) -> Any:
    """The layer version that a request names, its layer by name or by ARN."""
    name = unquote(response.uri_match.group("LayerName")).rsplit(":", 1)[-1]
    number = response.uri_match.group("VersionNumber")
    for version in response.backend.list_layer_versions(name):
        if str(version.version) == number:
            return version
    arn = f"arn:aws:lambda:{response.region}:{response.current_account}:layer:{name}:{number}"
    raise refusal(404, "ResourceNotFoundException", f"Layer version {arn} does not exist.")


def policy_of(version: Any) -> Policy:
    policy: Policy = version.__dict__.setdefault("sandbox_policy", Policy())
    return policy


def existing(response: Any) -> Policy:
    policy = policy_of(asked(response))
    if not policy.statements:
        raise refusal(404, "ResourceNotFoundException", "No policy is associated with the given resource.")
    return policy
