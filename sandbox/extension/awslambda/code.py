"""A function's bytes: taken from S3 as they lie there, and given back at an address that works.

AWS reads `S3ObjectVersion`, refuses a bucket in another region and a file that is no zip, and GetFunction's
`Code.Location` is a presigned address, good for ten minutes. Plain moto ignores the version and the region,
shares one code record between all versions, and makes the address up. Here the address is served at the
gateway, signed, from memory, byte for byte.
"""

from __future__ import annotations

import base64
import calendar
import hashlib
import hmac
import io
import secrets
import time
import zipfile
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from flask import has_request_context, request
from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.core.exceptions import JsonRESTError
from moto.iam.access_control import PermissionResult
from moto.s3.exceptions import MissingBucket
from moto.s3.models import s3_backends

from awslambda.fields import changed, expect_revision
from awslambda.names import refusal
from caller import access_key, principal, role_of
from iam.permits import permits
from kms.keys import usable_key
from patching import Sandbox, WsgiApp, replaces

VALID_SECONDS = 600
SECRET = secrets.token_bytes(32)
_served: dict[str, bytes] = {}


def apply(sandbox: Sandbox) -> None:
    @replaces(LambdaFunction, "_set_function_code")
    def set_function_code(original: Any, self: Any, spec: dict[str, Any]) -> None:
        if spec.get("DryRun"):
            return
        if "ZipFile" not in spec and "S3Bucket" not in spec:
            return original(self, spec)
        content = code_of(spec, self.account_id, self.region)
        require_zip(content)
        digest = hashlib.sha256(content)
        self.code_bytes, self.code_size, self.code_digest = content, len(content), digest.hexdigest()
        self.code_sha_256 = base64.b64encode(digest.digest()).decode()
        self.code = {"S3Key": f"snapshots/{self.account_id}/{self.function_name}-{digest.hexdigest()[:32]}"}

    @replaces(LambdaFunction, "get_code")
    def get_code(original: Any, self: Any) -> dict[str, Any]:
        answer = original(self)
        if "S3Key" in self.code:
            place = f"/awslambda-{self.region}-tasks/{self.code['S3Key']}"
            answer["Code"] = {"RepositoryType": "S3", "Location": address(sandbox, place, self.region, self.code_bytes)}
        return answer

    @replaces(LambdaBackend, "update_function_code")
    def update_function_code(
        original: Any, self: Any, function_name: str, qualifier: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        fn = self.get_function(function_name, None)
        expect_revision(fn, body.get("RevisionId"))
        fn._set_function_code(body)
        if body.get("DryRun"):
            return fn.get_configuration()
        if body.get("Architectures"):
            fn.architectures = body["Architectures"]
        changed(fn)
        return (self.publish_version(fn.function_name) if body.get("Publish") else fn).get_configuration()


def code_of(spec: dict[str, Any], account: str, region: str) -> bytes:
    """The bytes that a `Code` or `Content` names, wherever they lie."""
    if "ZipFile" in spec:
        return base64.b64decode(spec["ZipFile"])
    s3 = s3_backends[account]["aws"]
    try:
        bucket = s3.get_bucket(spec["S3Bucket"])
    except MissingBucket:
        raise no_object("NoSuchBucket", "The specified bucket does not exist") from None
    if bucket.region_name != region:
        raise no_object(
            "PermanentRedirect",
            f"The bucket is in this region: {bucket.region_name}. Please use this region to retry the request",
        )
    refuse_reader(bucket, spec)
    key = s3.get_object(spec["S3Bucket"], spec["S3Key"], version_id=spec.get("S3ObjectVersion"))
    if key is None:
        raise no_object("NoSuchKey", "The specified key does not exist.")
    if key.encryption == "aws:kms" and key.kms_key_id:
        try:
            usable_key(key.kms_key_id, region, account)
        except JsonRESTError as error:
            raise no_object(f"KMS.{error.error_type}", error.message) from None
    return key.value


def refuse_reader(bucket: Any, spec: dict[str, Any]) -> None:
    """Lambda reads with the credentials of whoever makes the function."""
    action = "s3:GetObjectVersion" if spec.get("S3ObjectVersion") else "s3:GetObject"
    resource = f"arn:aws:s3:::{spec['S3Bucket']}/{spec['S3Key']}"
    who = principal(access_key(request.environ), bucket.account_id) if has_request_context() else ":root"
    allowed = who.endswith(":root") or ":user/" in who or permits(role_of(who), action, resource)
    if not allowed or bucket.get_permission(action, resource) == PermissionResult.DENIED:
        why = "please make sure your request credentials have permission to GetObject for"
        told = f"Your access has been denied by S3, {why} {spec['S3Bucket']}/{spec['S3Key']}."
        raise refusal(403, "AccessDeniedException", f"{told} S3 Error Code: AccessDenied. S3 Error Message: Access Denied")


def no_object(code: str, message: str) -> Exception:
    text = f"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message}"
    return refusal(400, "InvalidParameterValueException", text)


def require_zip(content: bytes) -> None:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        why = "Could not unzip uploaded file. Please check your file, then try to upload again."
        raise refusal(400, "InvalidParameterValueException", why)


def address(sandbox: Sandbox, place: str, region: str, content: bytes) -> str:
    _served[place] = content
    now = time.time()
    day = time.strftime("%Y%m%d", time.gmtime(now))
    query = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"ASIASANDBOXLAMBDA/{day}/{region}/s3/aws4_request",
        "X-Amz-Date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now)),
        "X-Amz-Expires": str(VALID_SECONDS),
        "X-Amz-SignedHeaders": "host",
    }
    query["X-Amz-Signature"] = signature(place, query["X-Amz-Date"])
    return f"{sandbox.gateway}{quote(place)}?{urlencode(query)}"


def signature(place: str, date: str) -> str:
    return hmac.new(SECRET, f"{place}\n{date}".encode(), hashlib.sha256).hexdigest()


def served(app: WsgiApp) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        place = environ.get("PATH_INFO", "")
        if place not in _served:
            return app(environ, start_response)
        query = parse_qs(environ.get("QUERY_STRING", ""))
        date = query.get("X-Amz-Date", [""])[0]
        if not hmac.compare_digest(query.get("X-Amz-Signature", [""])[0], signature(place, date)):
            return deny("SignatureDoesNotMatch", "The request signature does not match", start_response)
        if time.time() > since(date) + VALID_SECONDS:
            return deny("AccessDenied", "Request has expired", start_response)
        content = _served[place]
        start_response("200 OK", [("content-type", "application/zip"), ("content-length", str(len(content)))])
        return [content]

    return answer


def since(date: str) -> float:
    return calendar.timegm(time.strptime(date, "%Y%m%dT%H%M%SZ"))


def deny(code: str, message: str, start_response: Any) -> list[bytes]:
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode()
    start_response("403 Forbidden", [("content-type", "application/xml"), ("content-length", str(len(body)))])
    return [body]
