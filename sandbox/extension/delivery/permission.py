"""Whether what a target's own policy says lets one of AWS's services in."""

from __future__ import annotations

from moto.core.exceptions import JsonRESTError
from moto.awslambda.models import lambda_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from awslambda.names import split
from awslambda.permissions import allows
from delivery.failure import Undelivered
from iam.resource_policies import lets


def refuse_stranger(target: str, service: str, source: str) -> None:
    """Raises Undelivered: the target is not there, or does not let `service` in on behalf of `source`."""
    _, _, kind, region, account, name = target.split(":", 5)
    if kind == "lambda":
        allowed = function_allows(target, service, source)
    elif kind == "sqs":
        queue = sqs_backends[account][region].queues.get(name)
        if queue is None:
            why = "The specified queue does not exist."
            raise Undelivered("NO_RESOURCE", why, target_code="AWS.SimpleQueueService.NonExistentQueue")
        allowed = lets(queue.attributes["Policy"], service, "sqs:SendMessage", target, source)
    elif kind == "sns":
        topic = sns_backends[account][region].topics.get(target)
        if topic is None:
            raise Undelivered("NO_RESOURCE", "Topic does not exist", target_code="NotFound")
        allowed = lets(topic.policy, service, "sns:Publish", target, source)
    else:
        raise Undelivered("NO_PERMISSIONS", f"{target} is called under a role, and none is given")
    if not allowed:
        why = f"{target} has no policy that lets {service} in on behalf of {source}"
        raise Undelivered("NO_PERMISSIONS", why, target_code="AccessDeniedException")


def function_allows(target: str, service: str, source: str) -> bool:
    _, _, _, region, account, _ = target.split(":", 5)
    name, qualifier = split(target)
    try:
        functions = lambda_backends[account][region]
        functions.get_function(name, qualifier)
        return allows(functions.get_function(name, None), qualifier, service, source, account)
    except JsonRESTError as error:
        raise Undelivered("NO_RESOURCE", f"Function not found: {target}", target_code="ResourceNotFoundException") from error
