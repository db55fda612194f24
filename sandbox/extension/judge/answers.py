"""What an answer breaks of its operation's model, read by botocore's own parsers."""

from __future__ import annotations

import io
import json
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from botocore import parsers
from botocore.awsrequest import HeadersDict

from call_names import CallName
from judge.constraints import Fault, faults
from judge.exceptions import ANSWERS_UNLIKE_THE_MODEL, said_by_the_service

JUDGED = ("missing", "type", "unknown", "enum")
MOST_TOLD = 5


def unlike_aws(call: CallName, method: str, status: int, headers: list[tuple[str, str]], body: bytes) -> list[str]:
    """Sentences, each naming a member; none when the answer is as AWS's model says."""
    if status >= 400 and method != "HEAD" and not names_its_code(call, headers, body):
        return ["an error without a code, which no SDK can tell from another"]
    shape = call.model.output_shape if call.model else None
    if status >= 300 or shape is None or method == "HEAD" or shape.event_stream_name:
        return []
    try:
        told = Reader.of(call).members(shape, HeadersDict(headers), body)
    except Exception as error:
        # Whatever botocore's parser stumbles over, every SDK does.
        return [f"{shape.name} cannot be read: {type(error).__name__}: {error}"]
    excused = ANSWERS_UNLIKE_THE_MODEL.get((call.service, call.operation), {})
    faults_told = [each for each in told if each.kind in JUDGED and each.path not in excused]
    return [sentence(each) for each in faults_told if not said_by_the_service(call.service, each.within)][:MOST_TOLD]


def names_its_code(call: CallName, headers: list[tuple[str, str]], body: bytes) -> bool:
    if any(name.lower() in ("x-amzn-errortype", "x-amzn-query-error") and value for name, value in headers):
        return True
    if call.protocol not in ("json", "rest-json"):
        return call.protocol == "cbor" or b"<Code>" in body
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return bool(told.get("__type") or told.get("code") or told.get("Code"))


def sentence(fault: Fault) -> str:
    value = "" if fault.value is None else f" = {fault.value[:80]}"
    return f"{fault.path}{value}: {fault.constraint}"


class Reader:
    """Of one answer."""

    @staticmethod
    def of(call: CallName) -> Reader:
        if call.protocol in ("json", "rest-json", "cbor"):
            return JsonReader(call.protocol)
        return XmlReader("ec2" if call.service == "ec2" else call.protocol)

    def __init__(self, protocol: str) -> None:
        self.protocol = protocol

    def members(self, shape: Any, headers: HeadersDict, body: bytes) -> list[Fault]:
        raise NotImplementedError


class JsonReader(Reader):
    """JSON is judged as it was sent: botocore's parser passes over a number that should be a text."""

    def members(self, shape: Any, headers: HeadersDict, body: bytes) -> list[Fault]:
        if self.protocol == "cbor":
            told = parsers.RpcV2CBORParser().parse_data_item(io.BufferedReader(io.BytesIO(body))) if body else {}
            return list(faults(shape, told, wire=True))
        found: dict[str, Any] = {}
        if self.protocol == "rest-json":
            answer = {"status_code": 200, "headers": headers, "body": b""}
            parsers.RestJSONParser(moment)._parse_non_payload_attrs(answer, shape, shape.members, found)
            found = {shape.members[name].serialization.get("name", name): value for name, value in found.items()}
        payload = shape.serialization.get("payload")
        if payload is None:
            told = json.loads(body) if body.strip() else {}
            return list(faults(shape, {**found, **told}, wire=True))
        if shape.members[payload].type_name == "structure" and body:
            found[shape.members[payload].serialization.get("name", payload)] = json.loads(body)
        return list(faults(shape, found, wire=True))


def moment(written: str | float) -> datetime:
    """A date as a document or a header may have it. botocore's own way takes most of the judge's time."""
    if isinstance(written, int | float):
        return datetime.fromtimestamp(written, timezone.utc)
    if written[:4].isdigit():
        return datetime.fromisoformat(written.replace("Z", "+00:00"))
    return parsedate_to_datetime(written)


class XmlReader(Reader):
    def members(self, shape: Any, headers: HeadersDict, body: bytes) -> list[Fault]:
        parser = NOTING[self.protocol]()
        payload = shape.serialization.get("payload")
        if payload is not None and shape.members[payload].type_name in ("blob", "string"):
            body = b""
        told = parser._do_parse({"status_code": 200, "headers": headers, "body": body}, shape)
        told.pop("ResponseMetadata", None)
        return [*parser.unknown, *faults(shape, told)]


class Noting:
    """Mixed into botocore's XML parsers: notes the elements that they pass over."""

    ENVELOPE = {"ResponseMetadata", "requestId", "RequestId"}

    def __init__(self) -> None:
        super().__init__(moment)
        self.unknown: list[Fault] = []

    def _handle_structure(self: Any, shape: Any, node: Any) -> Any:
        known = {self._member_key_name(member, name) for name, member in shape.members.items()}
        for tag in self._build_name_to_xml_node(node):
            if tag not in known and tag not in self.ENVELOPE:
                path = f"{shape.name}.{tag}"
                self.unknown.append(Fault(path, None, "AWS's model has no such member", "unknown", shape))
        return super()._handle_structure(shape, node)


class NotingQuery(Noting, parsers.QueryParser):
    pass


class NotingEc2(Noting, parsers.EC2QueryParser):
    pass


class NotingRestXml(Noting, parsers.RestXMLParser):
    pass


NOTING = {"query": NotingQuery, "ec2": NotingEc2, "rest-xml": NotingRestXml}
