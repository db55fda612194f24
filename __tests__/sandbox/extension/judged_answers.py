"""Answers, as moto might give them, before the judge. Reads [[service, request, answer], ...] and writes what comes out of each."""

import io
import json
import sys

sys.path.insert(0, sys.argv[1])
from judge import judged  # noqa: E402


def outcome(service, request, answer):
    path, _, query = request.get("path", "/").partition("?")
    body = request.get("body", "").encode()
    environ = {
        "REQUEST_METHOD": request.get("method", "POST"),
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_AUTHORIZATION": f"Credential=key/20260101/us-east-1/{service}/aws4_request",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        **request.get("environ", {}),
    }
    heads = []

    def moto(_, start_response):
        start_response("200 OK", list(answer.get("headers", {}).items()))
        return [answer["body"].encode()]

    said = b"".join(judged(moto)(environ, lambda *given: heads.append(given)))
    return [int(heads[0][0][:3]), said.decode()]


json.dump([outcome(*case) for case in json.load(sys.stdin)], sys.stdout)
