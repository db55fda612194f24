"""What AWS keeps for each qualifier of a function: resource policy, asynchronous settings, function URL."""

from __future__ import annotations

from typing import Any

from awslambda.names import named


def scopes(latest: Any, kind: str) -> dict[str, Any]:
    """By qualifier; "" is the function without one. Lives and dies with the function."""
    return latest.__dict__.setdefault(f"sandbox_{kind}", {})


def asked(response: Any) -> tuple[Any, str]:
    """The function a request names, and the qualifier, which exists."""
    name, qualifier = named(response)
    response.backend.get_function(name, qualifier)
    return response.backend.get_function(name, None), qualifier or ""
