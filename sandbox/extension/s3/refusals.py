"""Refusals of S3 that moto cannot word: with another status than 400, with arguments, or with a body at all.

A call that a policy forbids is answered with an empty page by plain moto, which no SDK can tell from another error.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from moto.s3.responses import S3Response

from patching import Sandbox, replaces


class Refused(Exception):
    """To be raised while a call to S3 is answered. S3 numbers the arguments from 1."""

    def __init__(
        self, code: str, message: str, status: int = 400, arguments: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.arguments = arguments

    def answer(self) -> tuple[int, dict[str, Any], str]:
        error = ElementTree.Element("Error")
        ElementTree.SubElement(error, "Code").text = self.code
        ElementTree.SubElement(error, "Message").text = self.message
        for number, (name, value) in enumerate(self.arguments, 1):
            ElementTree.SubElement(error, f"ArgumentName{number}").text = name
            ElementTree.SubElement(error, f"ArgumentValue{number}").text = value
        headers = {"Content-Type": "application/xml", "status": self.status}
        return self.status, headers, ElementTree.tostring(error, encoding="unicode")


def apply(sandbox: Sandbox) -> None:
    def worded(operation: str) -> None:
        @replaces(S3Response, operation)
        def respond(original: Any, self: Any, *given: Any) -> Any:
            try:
                answer = original(self, *given)
            except Refused as refused:
                return refused.answer()
            if isinstance(answer, tuple) and answer[0] == 403 and not answer[2]:
                return Refused("AccessDenied", "Access Denied", 403).answer()
            return answer

    worded("_bucket_response")
    worded("_key_response")
