"""Whether the policy of a queue or a topic lets one of AWS's services make a call for a source.

Unlike functions, whose policies are one for each qualifier (awslambda/permissions.py), and buckets, whose policies
moto evaluates itself.
"""

from __future__ import annotations

import json

from iam.conditions import holds, in_list
from iam.permits import fits
from iam.trust import names


def lets(document: str | None, service: str, action: str, resource: str, source: str) -> bool:
    """`service`: `events.amazonaws.com`; `action`: `sqs:SendMessage`; `source`: the ARN of what makes it call."""
    account = source.split(":")[4]
    principal, facts = {"Service": service}, facts_of(service, source, account)
    fitting = [
        statement
        for statement in in_list(json.loads(document or '{"Statement":[]}')["Statement"])
        if names(statement.get("Principal"), principal, account)
        and fits(statement, action, resource)
        and holds(statement.get("Condition", {}), facts)
    ]
    return {statement["Effect"] for statement in fitting} == {"Allow"}


def facts_of(service: str, source: str, account: str) -> dict[str, str | None]:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, of a call of a service."""
    return {
        "aws:sourcearn": source,
        "aws:sourceaccount": account,
        "aws:sourceowner": None,
        "aws:principalaccount": None,
        "aws:principalarn": None,
        "aws:principalisawsservice": "true",
        "aws:principalorgid": None,
        "aws:principalservicename": service,
        "aws:securetransport": "true",
    }
