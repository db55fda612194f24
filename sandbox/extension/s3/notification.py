"""A bucket's notifications are checked when they are written, and come back whole.

AWS refuses a notification whose function, queue or topic does not exist, or a function that does not let S3
invoke it; and it returns the switch for EventBridge. Plain moto takes anything and drops the switch.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError
from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from awslambda.names import split
from awslambda.permissions import allows
from patching import Sandbox, replaces
from s3.documents import NAMESPACE

KINDS = {"CloudFunction": "lambda", "Queue": "sqs", "Topic": "sns"}


def apply(sandbox: Sandbox) -> None:
    @replaces(S3Response, "get_bucket_notification")
    def get_bucket_notification(original: Any, self: Any) -> Any:
        status, headers, body = original(self)
        kept = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if kept is not None and kept.event_bridge is not None:
            root = ElementTree.fromstring(body)
            ElementTree.SubElement(root, f"{{{NAMESPACE}}}EventBridgeConfiguration")
            body = ElementTree.tostring(root)
            headers.pop("Content-Length", None)
        return status, headers, body

    @replaces(S3Response, "_notification_config_from_body")
    def notification_config_from_body(original: Any, self: Any) -> dict[str, Any]:
        configuration = original(self)
        bucket = self.backend.get_bucket(self.bucket_name)
        if self.headers.get("x-amz-skip-destination-validation", "").lower() == "true":
            return configuration
        for kind, service in KINDS.items():
            for entry in configuration.get(f"{kind}Configuration", []):
                if not reachable(service, entry[kind], bucket):
                    why = "Unable to validate the following destination configurations"
                    raise S3ClientError("InvalidArgument", why)
        return configuration


def reachable(service: str, arn: str, bucket: Any) -> bool:
    account, region = bucket.account_id, bucket.region_name
    if arn.split(":")[3] != region:
        return True  # moto itself refuses it, in other words
    if service == "sqs":
        return any(queue.queue_arn == arn for queue in sqs_backends[account][region].queues.values())
    if service == "sns":
        return arn in sns_backends[account][region].topics
    name, qualifier = split(arn)
    functions = lambda_backends[account][region]
    try:
        functions.get_function(name, qualifier)
    except JsonRESTError:
        return False
    return allows(functions.get_function(name, None), qualifier, "s3.amazonaws.com", bucket.arn, account)
