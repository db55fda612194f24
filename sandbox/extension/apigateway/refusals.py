"""Errors of API Gateway's first version, in its own words: they differ from part to part."""

from __future__ import annotations

from apigatewayv2.refusals import Refused


def absent(message: str) -> Refused:
    return Refused(404, "NotFoundException", message)


def no_api(account: str, api: str) -> Refused:
    return absent(f"Invalid API identifier specified {account}:{api}")


def no_resource() -> Refused:
    return absent("Invalid Resource identifier specified")


def no_method() -> Refused:
    return absent("Invalid Method identifier specified")


def no_integration() -> Refused:
    return absent("Invalid Integration identifier specified")


def no_status() -> Refused:
    return absent("Invalid Response status code specified")
