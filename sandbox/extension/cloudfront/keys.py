"""What key-value stores hold: a service of its own, which is signed for all regions at once. Plain moto has none.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront_KeyValueStore.html
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

from moto.cloudfront.models import cloudfront_backends, random_id

from call_names import CallName, call_name
from cloudfront.stores import KeyValueStore
from patching import Sandbox, WsgiApp

Fields = dict[str, Any]
PAGE = 10
"""Of a list that says no number. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_ListKeys.html"""
MOST_KEYS, LARGEST_KEY, LARGEST_VALUE, LARGEST_STORE = 50, 512, 1024, 5 * 1024 * 1024
"""Keys of one request; bytes. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html"""


class Refused(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def served(app: WsgiApp, sandbox: Sandbox) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        call = call_name(environ)
        if call.model is None or call.service != "cloudfront-keyvaluestore":
            return app(environ, start_response)
        try:
            status, (body, etag) = "200 OK", answered(sandbox, call, environ)
            headers = [] if etag is None else [("ETag", etag)]
        except Refused as refused:
            status, body = f"{refused.status} {refused.code}", {"Message": str(refused)}
            headers = [("x-amzn-errortype", refused.code)]
        text = json.dumps(body).encode()
        start_response(status, [("content-type", "application/json"), ("content-length", str(len(text))), *headers])
        return [text]

    return answer


def answered(sandbox: Sandbox, call: CallName, environ: dict[str, Any]) -> tuple[Fields, str | None]:
    found = store_of(sandbox.account, call.labels["KvsARN"])
    body = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"{}")
    key = call.labels.get("Key", "")
    if call.operation == "DescribeKeyValueStore":
        created = {"KvsARN": found.arn, "Created": found.changed.timestamp(), "Status": "READY"}
        return {**created, **sizes(found)}, found.version
    if call.operation == "ListKeys":
        return page_of(found, parse_qs(environ.get("QUERY_STRING", ""))), None
    if call.operation == "GetKey":
        return {"Key": key, "Value": held(found, key), **sizes(found)}, None
    if environ.get("HTTP_IF_MATCH") != found.version:
        # The API documents this exception for writes of what is no longer so, and no words for it.
        raise Refused(409, "ConflictException", "The If-Match version does not match the key value store.")
    if call.operation == "PutKey":
        write(found, {key: body["Value"]}, [])
    elif call.operation == "DeleteKey":
        held(found, key)
        write(found, {}, [key])
    else:
        puts = {one["Key"]: one["Value"] for one in body.get("Puts") or []}
        write(found, puts, [one["Key"] for one in body.get("Deletes") or []])
    return sizes(found), found.version


def store_of(account: str, arn: str) -> KeyValueStore:
    stores = cloudfront_backends[account]["aws"].key_value_stores
    found: KeyValueStore | None = next((one for one in stores.values() if one.arn == arn), None)
    if found is None:
        raise Refused(404, "ResourceNotFoundException", "The key value store was not found.")
    if not found.is_ready:
        raise Refused(409, "ConflictException", "Key-Value-Store was not in expected state")
    return found


def held(found: KeyValueStore, key: str) -> str:
    if key not in found.pairs:
        raise Refused(404, "ResourceNotFoundException", "The key was not found.")
    return found.pairs[key]


def page_of(found: KeyValueStore, asked: dict[str, list[str]]) -> Fields:
    keys = sorted(found.pairs)
    most, start = int(asked.get("MaxResults", [PAGE])[0]), int(asked.get("NextToken", ["0"])[0])
    page = [{"Key": key, "Value": found.pairs[key]} for key in keys[start : start + most]]
    return {"Items": page, **({"NextToken": str(start + most)} if start + most < len(keys) else {})}


def write(found: KeyValueStore, puts: dict[str, str], deletes: list[str]) -> None:
    """All of it or nothing."""
    if not 0 < len(puts) + len(deletes) <= MOST_KEYS or set(puts) & set(deletes):
        raise Refused(400, "ValidationException", f"A request puts and deletes 1 to {MOST_KEYS} keys, each once.")
    if any(len(key.encode()) > LARGEST_KEY or len(value.encode()) > LARGEST_VALUE for key, value in puts.items()):
        raise Refused(400, "ValidationException", "A key or a value is too large.")
    pairs = {key: value for key, value in {**found.pairs, **puts}.items() if key not in deletes}
    if size_of(pairs) > LARGEST_STORE:
        raise Refused(402, "ServiceQuotaExceededException", "The key value store is too large.")
    found.pairs, found.version = pairs, f"K{random_id()}"


def sizes(found: KeyValueStore) -> Fields:
    return {"ItemCount": len(found.pairs), "TotalSizeInBytes": size_of(found.pairs)}


def size_of(pairs: dict[str, str]) -> int:
    return sum(len(key.encode()) + len(value.encode()) for key, value in pairs.items())
