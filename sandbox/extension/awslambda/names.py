"""How callers of Lambda name a function: by name, by ARN, each with or without a qualifier."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from moto.awslambda.exceptions import LambdaClientError

NAME = re.compile(r"^(?:arn:[\w-]+:lambda:[\w-]+:)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::(\$LATEST(?:\.PUBLISHED)?|[\w-]+))?$")


def split(name: str) -> tuple[str, str | None]:
    """The bare name, and the qualifier if one is part of it."""
    found = NAME.match(name)
    return (found.group(1), found.group(2)) if found else (name, None)


def named(response: Any) -> tuple[str, str | None]:
    """What the address of a request names: in this region, and by one qualifier."""
    written = unquote(response.uri_match.group("FunctionName"))
    refuse_elsewhere(written, response.region)
    name, qualifier = split(written)
    beside = (response.querystring.get("Qualifier") or [None])[0]
    if None not in (qualifier, beside) and qualifier != beside:
        why = "The derived qualifier from the function name does not match the specified qualifier."
        raise refusal(400, "InvalidParameterValueException", why)
    return name, qualifier or beside


def refuse_elsewhere(written: str, region: str) -> None:
    if written.startswith("arn:") and written.split(":")[3] != region:
        why = f"Functions from '{written.split(':')[3]}' are not reachable in this region ('{region}')"
        raise refusal(404, "ResourceNotFoundException", why)


def arn_of(latest: Any, qualifier: str | None) -> str:
    """`latest` is the unpublished version, whose ARN has no qualifier."""
    return latest.function_arn if qualifier is None else f"{latest.function_arn}:{qualifier}"


def refusal(status: int, code: str, message: str) -> LambdaClientError:
    """To be raised."""
    error = LambdaClientError(code, message)
    error.code = status
    return error
