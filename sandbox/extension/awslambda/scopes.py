"""What AWS keeps for each qualifier of a function: resource policy, asynchronous settings, function URL."""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError

from awslambda.names import named, refusal


def scopes(latest: Any, kind: str) -> dict[str, Any]:
    """By qualifier; "" is the function without one. Lives and dies with the function."""
    return latest.__dict__.setdefault(f"sandbox_{kind}", {})


def asked(response: Any, missing: str | None = None) -> tuple[Any, str]:
    """The function a request names, and the qualifier, which exists.

    `missing` is what the API at hand says when one of them does not, with `{arn}` for what was named. Default:
    what most of them say.
    """
    name, qualifier = named(response)
    try:
        latest = response.backend.get_function(name, None)
        response.backend.get_function(name, qualifier)
    except JsonRESTError:
        if missing is None:
            raise
        arn = f"arn:aws:lambda:{response.region}:{response.current_account}:function:{name}"
        told = missing.format(arn=f"{arn}:{qualifier}" if qualifier else arn, latest=f"{arn}:{qualifier or '$LATEST'}")
        raise refusal(404, "ResourceNotFoundException", told) from None
    return latest, qualifier or ""
