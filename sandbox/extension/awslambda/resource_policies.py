"""A function's resource policy, whole.

AWS takes and gives it as one document, which replaces what AddPermission wrote, under a revision. The models that
moto brings do not know these calls yet, so their address is told here.
https://docs.aws.amazon.com/lambda/latest/api/API_PutResourcePolicy.html
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from moto.awslambda.responses import LambdaResponse

from awslambda.names import arn_of, split
from awslambda.permissions import Policy, existing, expect, fitting, invalid, owner_of
from awslambda.revisions import renew
from awslambda.scopes import scopes
from iam.principals import missing_principal
from patching import Sandbox, adds, replaces

ADDRESS = re.compile(r"/2026-07-09/resource-policy/(?P<arn>[^?]+)")
ACTIONS = {"GET": "GetResourcePolicy", "PUT": "PutResourcePolicy", "DELETE": "DeleteResourcePolicy"}


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaResponse, "_get_action")
    def get_action(original: Any, self: Any) -> Any:
        return ACTIONS.get(self.method) if ADDRESS.search(unquote(self.path)) else original(self)

    @adds(LambdaResponse, "get_resource_policy")
    def get_resource_policy(self: Any) -> Any:
        latest, qualifier = named(self)
        policy = existing(latest, qualifier)
        return 200, {"status": 200}, encoded(policy, owner_of(self, latest, qualifier))

    @adds(LambdaResponse, "put_resource_policy")
    def put_resource_policy(self: Any) -> Any:
        latest, qualifier = named(self)
        request = json.loads(self.body)
        policy = scopes(latest, "policies").setdefault(qualifier, Policy())
        owner = owner_of(self, latest, qualifier)
        expect(owner, request.get("RevisionId"))
        statements = written(request["Policy"], arn_of(latest, qualifier or None), sandbox.account)
        fitting(statements)
        policy.statements = statements
        renew(owner)
        return 200, {"status": 200}, encoded(policy, owner)

    @adds(LambdaResponse, "delete_resource_policy")
    def delete_resource_policy(self: Any) -> Any:
        latest, qualifier = named(self)
        policy = existing(latest, qualifier)
        owner = owner_of(self, latest, qualifier)
        expect(owner, (self.querystring.get("RevisionId") or [None])[0])
        policy.statements = []
        renew(owner)
        return 204, {"status": 204}, ""


def named(response: Any) -> tuple[Any, str]:
    found = ADDRESS.search(unquote(response.path))
    assert found is not None
    if not found["arn"].startswith("arn:"):
        raise invalid("The ResourceArn is not a complete ARN.")
    name, qualifier = split(found["arn"])
    response.backend.get_function(name, qualifier)
    return response.backend.get_function(name, None), qualifier or ""


def written(text: str, resource: str, account: str) -> list[dict[str, Any]]:
    try:
        document = json.loads(text)
        statements = document["Statement"]
    except (ValueError, KeyError, TypeError) as error:
        raise invalid(f"The policy is not valid: {type(error).__name__}") from error
    statements = statements if isinstance(statements, list) else [statements]
    for statement in statements:
        if not {"Effect", "Principal", "Action", "Resource"} <= set(statement):
            raise invalid("Each statement of a policy has an Effect, a Principal, an Action and a Resource.")
        if any(not one.startswith(resource) for one in many(statement["Resource"])):
            raise invalid(f"A statement names a resource other than {resource}.")
    sids = [statement["Sid"] for statement in statements if "Sid" in statement]
    if len(sids) != len(set(sids)):
        raise invalid("Statement ids of a policy must be unique.")
    if missing_principal(json.dumps({"Statement": statements}), account):
        raise invalid("The provided principal was invalid. Please check the principal and try again.")
    return statements


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def encoded(policy: Policy, owner: Any) -> str:
    return json.dumps({"Policy": policy.document(), "RevisionId": owner.revision_id})
