"""Refusals in CloudFront's words."""

from __future__ import annotations

from typing import Any

from moto.cloudfront.exceptions import CloudFrontException


def refusal(code: str, message: str) -> CloudFrontException:
    return CloudFrontException(code, message)


def match(given: str | None, etag: str) -> None:
    """A write names what it was made from. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html"""
    if not given:
        raise refusal("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.")
    if given != etag:
        why = "The request failed because it didn't meet the preconditions in one or more request-header fields."
        raise refusal("PreconditionFailed", why)


def items(found: Any) -> list[Any]:
    """Of one of CloudFront's lists, which say how many they have."""
    return list((found or {}).get("Items") or [])
