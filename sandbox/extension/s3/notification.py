"""A bucket's notifications are checked when they are written, and come back whole.

AWS refuses a notification whose function, queue or topic does not exist, or a function that does not let S3
invoke it, and names each; two that tell the same event of the same object; and an Id that comes twice. It returns
the switch for EventBridge. Plain moto takes anything and drops the switch.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any
from xml.etree import ElementTree

from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError
from moto.s3.responses import S3Response
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from awslambda.names import split
from awslambda.permissions import allows
from patching import Sandbox, replaces
from s3.documents import NAMESPACE

KINDS = {"CloudFunction": "lambda", "Queue": "sqs", "Topic": "sns"}
OVERLAPPING = "Configurations overlap. Configurations on the same bucket cannot share a common event type."
AMBIGUOUS = (
    "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules "
    "if the prefixes are overlapping for the same event type."
)


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

    @replaces(S3Response, "_bucket_response_put")
    def bucket_response_put(original: Any, self: Any, request: Any, bucket_name: str, querystring: Any) -> Any:
        try:
            return original(self, request, bucket_name, querystring)
        except Refused as refused:
            return 400, {"Content-Type": "application/xml"}, refused.document()

    @replaces(S3Response, "_notification_config_from_body")
    def notification_config_from_body(original: Any, self: Any) -> dict[str, Any]:
        configuration = original(self)
        bucket = self.backend.get_bucket(self.bucket_name)
        refuse_ambiguous([entry for kind in KINDS for entry in configuration.get(f"{kind}Configuration", [])])
        if self.headers.get("x-amz-skip-destination-validation", "").lower() == "true":
            return configuration
        lost = [
            (kind, entry[kind])
            for kind, service in KINDS.items()
            for entry in configuration.get(f"{kind}Configuration", [])
            if not reachable(service, entry[kind], bucket)
        ]
        if lost:
            why = "Unable to validate the following destination configurations"
            raise Refused(why, [told(kind, arn) for kind, arn in lost])
        return configuration


class Refused(Exception):
    """InvalidArgument, with the arguments that S3 numbers from 1."""

    def __init__(self, message: str, arguments: list[tuple[str, str]]) -> None:
        super().__init__(message)
        self.message = message
        self.arguments = arguments

    def document(self) -> str:
        error = ElementTree.Element("Error")
        ElementTree.SubElement(error, "Code").text = "InvalidArgument"
        ElementTree.SubElement(error, "Message").text = self.message
        for number, (name, value) in enumerate(self.arguments, 1):
            ElementTree.SubElement(error, f"ArgumentName{number}").text = name
            ElementTree.SubElement(error, f"ArgumentValue{number}").text = value
        return ElementTree.tostring(error, encoding="unicode")


def told(kind: str, arn: str) -> tuple[str, str]:
    if kind == "CloudFunction":
        return f"{arn}, null", f"Not authorized to invoke function [{arn}]"
    return arn, f"The destination {kind.lower()} does not exist"


def refuse_ambiguous(entries: list[dict[str, Any]]) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html"""
    ids = [entry["Id"] for entry in entries if entry.get("Id")]
    if len(ids) != len(set(ids)):
        raise Refused("Same ID used for multiple configurations. IDs must be unique", [])
    for at, entry in enumerate(entries):
        for other in entries[at + 1 :]:
            if shares_events(entry, other) and overlaps(entry, other):
                filtered = entry.get("Filter") or other.get("Filter")
                raise Refused(AMBIGUOUS if filtered else OVERLAPPING, [])


def shares_events(entry: dict[str, Any], other: dict[str, Any]) -> bool:
    return any(
        fnmatchcase(one, event) or fnmatchcase(event, one) for one in entry["Event"] for event in other["Event"]
    )


def overlaps(entry: dict[str, Any], other: dict[str, Any]) -> bool:
    first, second = rules(entry), rules(other)
    prefixes = [first["prefix"], second["prefix"]]
    suffixes = [first["suffix"], second["suffix"]]
    return max(prefixes, key=len).startswith(min(prefixes, key=len)) and max(suffixes, key=len).endswith(
        min(suffixes, key=len)
    )


def rules(entry: dict[str, Any]) -> dict[str, str]:
    found = ((entry.get("Filter") or {}).get("S3Key") or {}).get("FilterRule", [])
    return {"prefix": "", "suffix": ""} | {rule["Name"].lower(): rule["Value"] for rule in found}


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
