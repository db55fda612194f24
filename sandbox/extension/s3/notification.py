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
from s3.refusals import Refused

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
        if kept is None:
            return status, headers, body
        root = ElementTree.fromstring(body)
        if kept.event_bridge is not None:
            ElementTree.SubElement(root, f"{{{NAMESPACE}}}EventBridgeConfiguration")
        for rule in root.iter():
            if rule.tag.endswith("FilterRule"):
                name = next(child for child in rule if child.tag.endswith("Name"))
                name.text = (name.text or "").capitalize()
        headers.pop("Content-Length", None)
        return status, headers, ElementTree.tostring(root)

    @replaces(S3Response, "_notification_config_from_body")
    def notification_config_from_body(original: Any, self: Any) -> dict[str, Any]:
        configuration = configuration_of(self.body)
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
            raise Refused("InvalidArgument", why, arguments=tuple(told(kind, arn) for kind, arn in lost))
        return configuration


def told(kind: str, arn: str) -> tuple[str, str]:
    if kind == "CloudFunction":
        return f"{arn}, null", f"Not authorized to invoke function [{arn}]"
    return arn, f"The destination {kind.lower()} does not exist"


def configuration_of(body: bytes) -> dict[str, Any]:
    """A document as moto keeps it. Names of filter rules come in any case, and a suffix may be empty."""
    root = ElementTree.fromstring(body)
    found: dict[str, Any] = {}
    for node in root:
        kind = local(node).removesuffix("Configuration")
        if kind in KINDS:
            found.setdefault(f"{kind}Configuration", []).append(entry_of(node, kind))
        elif kind == "EventBridge":
            found["EventBridgeConfiguration"] = {}
    return found


def entry_of(node: ElementTree.Element, kind: str) -> dict[str, Any]:
    told = {local(child): child.text or "" for child in node}
    arn = told.get(kind, "")
    if not arn.startswith("arn:") or arn.split(":")[2] != KINDS[kind]:
        raise Refused("InvalidArgument", "The ARN could not be parsed")
    rules = [rule_of(rule) for rule in node.iter() if local(rule) == "FilterRule"]
    return {
        kind: arn,
        "Event": [child.text for child in node if local(child) == "Event"],
        **({"Id": told["Id"]} if told.get("Id") else {}),
        **({"Filter": {"S3Key": {"FilterRule": rules}}} if rules else {}),
    }


def rule_of(node: ElementTree.Element) -> dict[str, str]:
    told = {local(child): child.text or "" for child in node}
    if told.keys() != {"Name", "Value"}:
        why = "The XML you provided was not well-formed or did not validate against our published schema"
        raise Refused("MalformedXML", why)
    if told["Name"].lower() not in ("prefix", "suffix"):
        raise Refused("InvalidArgument", "filter rule name must be either prefix or suffix")
    return {**told, "Name": told["Name"].lower()}


def local(node: ElementTree.Element) -> str:
    return node.tag.rsplit("}", 1)[-1]


def refuse_ambiguous(entries: list[dict[str, Any]]) -> None:
    """https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html"""
    ids = [entry["Id"] for entry in entries if entry.get("Id")]
    if len(ids) != len(set(ids)):
        raise Refused("InvalidArgument", "Same ID used for multiple configurations. IDs must be unique")
    for at, entry in enumerate(entries):
        for other in entries[at + 1 :]:
            if shares_events(entry, other) and overlaps(entry, other):
                filtered = entry.get("Filter") or other.get("Filter")
                raise Refused("InvalidArgument", AMBIGUOUS if filtered else OVERLAPPING)


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
