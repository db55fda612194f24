"""A request's members, as its operation's model names them."""

from __future__ import annotations

import base64
import io
import json
from typing import Any
from urllib.parse import parse_qsl

from botocore.parsers import RpcV2CBORParser
from moto.core.parse import EC2QueryParser, QueryParser, RestJSONParser, RestXMLParser
from werkzeug.datastructures import EnvironHeaders, MultiDict

from call_names import CallName


class Unreadable(Exception):
    """The body is not what the protocol says."""


def members_of(call: CallName, environ: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bool]:
    """The members, and whether those of the body are still as JSON wrote them."""
    assert call.model is not None
    if call.protocol == "cbor":
        return RpcV2CBORParser().parse_data_item(io.BufferedReader(io.BytesIO(body))) if body else {}, True
    if call.protocol == "json":
        return from_json(body), True
    if call.protocol == "rest-json":
        return rest_json(call, environ, body), True
    parser = parser_of(call)(call.model)
    payload = bytes_payload(call.model.input_shape)
    try:
        found = parser.parse({**parts(call, environ, body), "body": b"" if payload else body})
    except Exception as error:
        # Whatever the parser stumbles over is not well-formed.
        raise Unreadable(str(error)) from error
    return found | ({payload: body.decode("utf-8", "replace")} if payload else {}), False


class StrictXml(RestXMLParser):
    """A document is refused for an element that does not belong there, as the services' schemas do."""

    def _parse_structure(self, shape: Any, node: Any) -> Any:
        known = {self._member_key_name(member, name) for name, member in shape.members.items()}
        for tag in self._build_name_to_xml_node(node):
            if tag not in known:
                raise Unreadable(f"{shape.name} has no element {tag}")
        return super()._parse_structure(shape, node)


def parser_of(call: CallName) -> type:
    if call.service == "ec2":
        return EC2QueryParser
    return QueryParser if call.protocol == "query" else StrictXml


def bytes_payload(shape: Any) -> str | None:
    """The member that is the whole body, as it is: an object, a policy."""
    payload = shape.serialization.get("payload")
    return payload if payload and shape.members[payload].type_name in ("blob", "string") else None


def rest_json(call: CallName, environ: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Members of the body go by their names on the wire, which top-level names of REST services are, too."""
    shape = call.model.input_shape
    found: dict[str, Any] = {}
    RestJSONParser(call.model)._parse_non_payload_attrs(parts(call, environ, body), shape, shape.members, found)
    found = {shape.members[name].serialization.get("name", name): value for name, value in found.items()}
    payload = shape.serialization.get("payload")
    if payload is None:
        return found | from_json(body)
    if shape.members[payload].type_name == "structure" and body:
        found[shape.members[payload].serialization.get("name", payload)] = from_json(body)
    elif payload in shape.required_members and body:
        # A document as it is, which may not be missing.
        found[shape.members[payload].serialization.get("name", payload)] = base64.b64encode(body).decode()
    return found


def parts(call: CallName, environ: dict[str, Any], body: bytes) -> dict[str, Any]:
    query = environ.get("QUERY_STRING", "")
    form = body.decode("utf-8", "replace") if call.protocol in ("query", "ec2") else ""
    values = MultiDict([*parse_qsl(query, keep_blank_values=True), *parse_qsl(form, keep_blank_values=True)])
    return {
        "method": environ["REQUEST_METHOD"],
        "values": values,
        "headers": EnvironHeaders(environ),
        "body": body,
        "url_path": environ["PATH_INFO"],
        "url_params": call.labels,
    }


def from_json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body) if body.strip() else {}
    except ValueError as error:
        raise Unreadable(str(error)) from error
    if not isinstance(found, dict):
        raise Unreadable("not an object")
    return found
