"""Resource policies of functions, one for each qualifier.

On AWS GetPolicy with a qualifier gives that qualifier's policy alone, a statement id may be used once, a
principal that does not exist is refused, and so is a policy of more than 20 KB. Plain moto keeps one policy for a
function and all its versions, and takes any statement twice.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.awslambda.responses import LambdaResponse

from awslambda.names import arn_of, named, refusal
from awslambda.revisions import renew
from awslambda.scopes import asked, scopes
from iam.principals import missing_principal
from patching import Sandbox, replaces

LARGEST = 20 * 1024
NO_ALIAS = "Cannot find alias arn: {arn}"
NO_POLICY = "The resource you requested does not exist."
OF_AWS = (".amazonaws.com", ".amazonaws.com.cn", ".amazon.com", ".alexa.com")
CONDITIONS = {
    "SourceArn": ("ArnLike", "AWS:SourceArn"),
    "SourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "EventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
}


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaResponse, "add_permission")
    def add_permission(original: Any, self: Any) -> Any:
        request = json.loads(self.body)
        qualified = named(self)[1] or ""
        if qualified == "$LATEST":
            raise invalid("We currently do not support adding policies for $LATEST.")
        latest, qualifier = asked(self, NO_ALIAS if is_alias(qualified) else None)
        policy = scopes(latest, "policies").setdefault(qualifier, Policy())
        owner = owner_of(self, latest, qualifier)
        expect(owner, request.get("RevisionId"))
        if any(statement["Sid"] == request["StatementId"] for statement in policy.statements):
            why = f"The statement id ({request['StatementId']}) provided already exists."
            how = "Please provide a new statement id, or remove the existing statement."
            raise refusal(409, "ResourceConflictException", f"{why} {how}")
        made = statement_of(request, arn_of(latest, qualifier or None))
        if missing_principal(json.dumps({"Statement": [made]}), sandbox.account) or not is_service(made["Principal"]):
            raise invalid("The provided principal was invalid. Please check the principal and try again.")
        fitting([*policy.statements, made])
        policy.statements = [*policy.statements, made]
        renew(owner)
        return 201, {"status": 201}, json.dumps({"Statement": json.dumps(made)})

    @replaces(LambdaResponse, "remove_permission")
    def remove_permission(original: Any, self: Any) -> Any:
        latest, qualifier = asked(self, NO_ALIAS if is_alias(named(self)[1] or "") else "No policy found for: {arn}")
        policy = existing(latest, qualifier, "No policy is associated with the given resource.")
        owner = owner_of(self, latest, qualifier)
        expect(owner, (self.querystring.get("RevisionId") or [None])[0])
        sid = self._get_param("StatementId")
        kept = [statement for statement in policy.statements if statement["Sid"] != sid]
        if len(kept) == len(policy.statements):
            raise refusal(404, "ResourceNotFoundException", f"Statement {sid} is not found in resource policy.")
        policy.statements = kept
        renew(owner)
        return 204, {"status": 204}, ""

    @replaces(LambdaResponse, "get_policy")
    def get_policy(original: Any, self: Any) -> Any:
        latest, qualifier = asked(self, NO_POLICY)
        policy = existing(latest, qualifier)
        owner = owner_of(self, latest, qualifier)
        return 200, {"status": 200}, json.dumps({"Policy": policy.document(), "RevisionId": owner.revision_id})


class Policy:
    def __init__(self) -> None:
        self.statements: list[dict[str, Any]] = []

    def document(self) -> str:
        return document_of(self.statements)


def owner_of(response: Any, latest: LambdaFunction, qualifier: str) -> Any:
    """The function, version or alias that a policy belongs to: its revision is the policy's."""
    if qualifier in ("", "$LATEST"):
        return latest
    if qualifier.isdigit():
        return response.backend.get_function(latest.function_name, qualifier)
    return response.backend.get_alias(qualifier, latest.function_name)


def expect(owner: Any, revision: str | None) -> None:
    if revision and revision != owner.revision_id:
        why = "The Revision Id provided does not match the latest Revision Id"
        how = "Call the GetPolicy API to retrieve the latest Revision Id"
        raise refusal(412, "PreconditionFailedException", f"{why}. {how}")


def document_of(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Id": "default", "Statement": statements}, separators=(",", ":"))


def fitting(statements: list[dict[str, Any]]) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
    size = len(document_of(statements).encode())
    if size > LARGEST:
        why = f"The final policy size ({size}) is bigger than the limit ({LARGEST})."
        raise refusal(400, "PolicyLengthExceededException", why)


def existing(latest: LambdaFunction, qualifier: str, missing: str = NO_POLICY) -> Policy:
    policy: Policy | None = scopes(latest, "policies").get(qualifier)
    if policy is None or not policy.statements:
        raise refusal(404, "ResourceNotFoundException", missing)
    return policy


def is_alias(qualifier: str) -> bool:
    return qualifier != "" and "$" not in qualifier and not qualifier.isdigit()


def is_service(made: str | dict[str, str]) -> bool:
    """Whether a service that is named is one of AWS's, as far as its name can tell."""
    service = made.get("Service") if isinstance(made, dict) else None
    return service is None or service.endswith(OF_AWS)


def invalid(message: str) -> Exception:
    return refusal(400, "InvalidParameterValueException", message)


def statement_of(request: dict[str, Any], resource: str) -> dict[str, Any]:
    condition: dict[str, dict[str, Any]] = {}
    for field, (operator, key) in CONDITIONS.items():
        if field in request:
            value = request[field]
            condition.setdefault(operator, {})[key] = str(value).lower() if isinstance(value, bool) else value
    return {
        "Sid": request["StatementId"],
        "Effect": "Allow",
        "Principal": principal(request["Principal"]),
        "Action": request["Action"],
        "Resource": resource,
        **({"Condition": condition} if condition else {}),
    }


def principal(written: str) -> str | dict[str, str]:
    if written == "*":
        return written
    if written.isdigit():
        return {"AWS": f"arn:aws:iam::{written}:root"}
    return {"AWS": written} if written.startswith("arn:") else {"Service": written}


def allows(latest: LambdaFunction, qualifier: str | None, service: str, source_arn: str, account: str) -> bool:
    """Whether a service may invoke the function on behalf of a source, by the statements alone."""
    policy: Policy | None = scopes(latest, "policies").get(qualifier or "")
    fitting_ones = [] if policy is None else [one for one in policy.statements if fits(one, service, source_arn, account)]
    return bool(fitting_ones) and all(one["Effect"] == "Allow" for one in fitting_ones)


def fits(statement: dict[str, Any], service: str, source_arn: str, account: str) -> bool:
    principal = statement["Principal"]
    named = principal.get("Service") if isinstance(principal, dict) else principal
    if not {service, "*"} & set(named if isinstance(named, list) else [named]):
        return False
    actions = statement["Action"]
    if not {"lambda:InvokeFunction", "lambda:*", "*"} & set(actions if isinstance(actions, list) else [actions]):
        return False
    condition = statement.get("Condition", {})
    wanted_arn = condition.get("ArnLike", {}).get("AWS:SourceArn")
    wanted_account = condition.get("StringEquals", {}).get("AWS:SourceAccount")
    return (wanted_arn is None or fnmatchcase(source_arn, wanted_arn)) and wanted_account in (None, account)
