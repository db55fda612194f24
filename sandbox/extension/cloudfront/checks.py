"""What CloudFront refuses of a distribution's configuration.

Plain moto takes every version of every function, and quantities that are none.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import lambda_backends
from moto.iam.models import iam_backends

from cloudfront.refusals import items, refusal

VERSION = re.compile(r"^arn:[^:]+:lambda:([^:]+):([0-9]{12}):function:([^:]+):([0-9]+)$")
EDGE = "edgelambda.amazonaws.com"


def checked(backend: Any, config: dict[str, Any]) -> None:
    quantities(config)
    for behaviour in behaviours(config):
        for one in items(behaviour.get("LambdaFunctionAssociations")):
            edge_function(one["LambdaFunctionARN"])
        for one in items(behaviour.get("FunctionAssociations")):
            live(backend, one["FunctionARN"])


def behaviours(config: dict[str, Any]) -> list[dict[str, Any]]:
    return [config["DefaultCacheBehavior"], *items(config.get("CacheBehaviors"))]


def quantities(value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            quantities(one)
    if not isinstance(value, dict):
        return
    if "Quantity" in value and value["Quantity"] != len(items(value)):
        raise refusal("InconsistentQuantities", "The value of Quantity and the size of Items don't match.")
    for one in value.values():
        quantities(one)


def edge_function(arn: str) -> None:
    """A numbered version of us-east-1, whose role the edge may take."""
    found = VERSION.match(arn)
    if found is None:
        why = f"The function ARN must reference a specific function version. (The ARN must end with the version number.) ARN: {arn}"
        raise refusal("InvalidLambdaFunctionAssociation", why)
    region, account, name, version = found.groups()
    if region != "us-east-1":
        raise refusal("InvalidLambdaFunctionAssociation", f"The function must be in us-east-1. ARN: {arn}")
    try:
        function = lambda_backends[account][region].get_function(name, version)
    except UnknownFunctionException:
        raise refusal("InvalidLambdaFunctionAssociation", f"Lambda can't find the function. Function: {arn}") from None
    role = next((one for one in iam_backends[account]["aws"].roles.values() if one.arn == function.role), None)
    if role is None or EDGE not in trusted(role.assume_role_policy_document):
        why = f"The function execution role must be assumable with {EDGE} as well as lambda.amazonaws.com principals. Update the IAM role and try again. Role: {function.role}"
        raise refusal("InvalidLambdaFunctionAssociation", why)
    if function.environment_vars:
        why = f"The function cannot have environment variables. Function: {arn}"
        raise refusal("InvalidLambdaFunctionAssociation", why)


def trusted(document: str) -> list[str]:
    policy = json.loads(unquote(document)) if isinstance(document, str) else document
    statements = policy.get("Statement", [])
    named: list[str] = []
    for one in statements if isinstance(statements, list) else [statements]:
        services = one.get("Principal", {}).get("Service", [])
        named += services if isinstance(services, list) else [services]
    return named


def live(backend: Any, arn: str) -> None:
    found = backend.edge_functions.get(arn.rsplit("/", 1)[-1])
    if found is None or found.live is None:
        raise refusal("InvalidFunctionAssociation", f"The function {arn} is not in the LIVE stage.")


def own_names(backend: Any, id: str, config: dict[str, Any]) -> None:
    """One distribution has a name. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html"""
    wanted = set(items(config.get("Aliases")))
    for other in backend.distributions.values():
        if other.distribution_id != id and wanted & set(items(other.kept.get("Aliases"))):
            why = "One or more of the CNAMEs you provided are already associated with a different resource."
            raise refusal("CNAMEAlreadyExists", why)
