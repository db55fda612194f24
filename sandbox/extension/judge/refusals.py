"""How each service of AWS refuses a request that breaks its model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from call_names import CallName
from judge.constraints import Fault, faults
from judge.exceptions import said_by_the_service
from judge.requests import Unreadable, members_of
from unknown_calls import Refusal

BAD = "400 Bad Request"


def refusal_of(call: CallName, environ: dict[str, Any], body: bytes) -> Refusal | None:
    shape = call.model.input_shape if call.model else None
    if shape is None:
        return None
    try:
        given, wire = members_of(call, environ, body)
    except Unreadable as error:
        return unreadable(call, str(error))
    found = [each for each in faults(shape, given, wire=wire) if not said_by_the_service(call.service, each.within)]
    if not found:
        return None
    unknown = next((each for each in found if each.kind == "unknown"), None)
    if unknown is not None:
        # AWS ignores what it does not know. Whoever wrote it believes in something that AWS does not do.
        message = f"AWS's model of {call.service}:{call.operation} has no member {unknown.path}"
        return Refusal(call, "501 Not Implemented", "SandboxUnknownMember", message)
    mistyped = next((each for each in found if each.kind == "type"), None)
    if mistyped is not None:
        return Refusal(call, BAD, "SerializationException", f"{mistyped.path}: {mistyped.constraint}")
    return WORDS.get(call.service, by_protocol)(call, found)


def unreadable(call: CallName, detail: str) -> Refusal:
    if call.protocol == "rest-xml":
        return Refusal(call, BAD, "MalformedXML", MALFORMED)
    return Refusal(call, BAD, "SerializationException", detail)


MALFORMED = "The XML you provided was not well-formed or did not validate against our published schema"


def detected(found: list[Fault], quoted: bool = True) -> str:
    """The sentence that most services say."""
    errors = "validation error" if len(found) == 1 else "validation errors"
    return f"{len(found)} {errors} detected: {'; '.join(sentence(each, quoted) for each in found)}"


def sentence(fault: Fault, quoted: bool) -> str:
    value = " null" if fault.kind == "missing" else f" '{fault.value}'" if quoted and fault.value is not None else ""
    return f"Value{value} at '{as_written(fault.path)}' failed to satisfy constraint: {fault.constraint}"


def as_written(path: str) -> str:
    """AWS writes members with a small letter first: `tags.1.member.tagKey`."""
    return ".".join(part[:1].lower() + part[1:] for part in path.split("."))


def by_protocol(call: CallName, found: list[Fault]) -> Refusal:
    code = "ValidationError" if call.protocol in ("query", "cbor") else "ValidationException"
    return Refusal(call, BAD, code, detected(found))


def iam(call: CallName, found: list[Fault]) -> Refusal:
    return Refusal(call, BAD, "ValidationError", detected(found, quoted=False))


def logs(call: CallName, found: list[Fault]) -> Refusal:
    return Refusal(call, BAD, "InvalidParameterException", detected(found))


def by_parameter(call: CallName, found: list[Fault]) -> Refusal:
    """SQS and EC2 name one parameter at a time."""
    name = found[0].path
    if found[0].kind == "missing":
        return Refusal(call, BAD, "MissingParameter", f"The request must contain the parameter {name}.")
    return Refusal(call, BAD, "InvalidParameterValue", f"Value {found[0].value} for parameter {name} is invalid.")


def s3(call: CallName, found: list[Fault]) -> Refusal:
    """S3 tells what is wrong in a header or the address, and nothing of what is wrong in a document."""
    fault = found[0]
    if fault.within.name in OF_S3:
        return Refusal(call, BAD, *OF_S3[fault.within.name])
    place = call.model.input_shape.members[fault.path.split(".")[0]].serialization
    if place.get("location") is None:
        return Refusal(call, BAD, "MalformedXML", MALFORMED)
    return Refusal(call, BAD, "InvalidArgument", f"Invalid {place.get('name', fault.path)} header: {fault.value}")


OF_S3 = {
    "BucketLocationConstraint": ("InvalidLocationConstraint", "The specified location-constraint is not valid"),
    "EncodingType": ("InvalidArgument", "Invalid Encoding Method specified in Request"),
    "StorageClass": ("InvalidStorageClass", "The storage class you specified is not valid"),
}
"""By shape: what S3 words of its own."""


WORDS: dict[str, Callable[[CallName, list[Fault]], Refusal]] = {
    "ec2": by_parameter,
    "iam": iam,
    "logs": logs,
    "s3": s3,
    "sqs": by_parameter,
}
