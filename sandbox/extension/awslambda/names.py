"""How callers of Lambda name a function: by name, by ARN, each with or without a qualifier."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from moto.awslambda.exceptions import LambdaClientError

NAME = re.compile(r"^(?:arn:[\w-]+:lambda:[\w-]+:)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::(\$LATEST|[\w-]+))?$")


def split(name: str) -> tuple[str, str | None]:
    """The bare name, and the qualifier if one is part of it."""
    found = NAME.match(name)
    return (found.group(1), found.group(2)) if found else (name, None)


def named(response: Any) -> tuple[str, str | None]:
    """What the address of a request names. A qualifier in the name counts more than one beside it."""
    name, qualifier = split(unquote(response.uri_match.group("FunctionName")))
    beside = response.querystring.get("Qualifier")
    return name, qualifier or (beside[0] if beside else None)


def arn_of(latest: Any, qualifier: str | None) -> str:
    """`latest` is the unpublished version, whose ARN has no qualifier."""
    return latest.function_arn if qualifier is None else f"{latest.function_arn}:{qualifier}"


def refusal(status: int, code: str, message: str) -> LambdaClientError:
    """To be raised."""
    error = LambdaClientError(code, message)
    error.code = status
    return error
