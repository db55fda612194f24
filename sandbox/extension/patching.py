"""What every patch is given, and how one is laid over moto."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Any]


@dataclass(frozen=True)
class Sandbox:
    account: str
    gateway: str
    """Where calls that the embedded AWS makes itself are sent, `http://127.0.0.1:5055`, no slash at the end."""
    scratch: Path
    """An empty folder of this process."""


def replaces(owner: Any, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Puts the decorated function in place of `owner.name`; it is handed the original as first argument."""
    original = getattr(owner, name)

    def install(replacement: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def patched(*args: Any, **kwargs: Any) -> Any:
            return replacement(original, *args, **kwargs)

        setattr(owner, name, patched)
        return replacement

    return install


def adds(owner: Any, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Gives `owner` an attribute that moto lacks. A moto that has it must not be overwritten unnoticed."""
    if hasattr(owner, name):
        raise RuntimeError(f"moto has {owner.__name__}.{name} by now: take our own away")

    def install(addition: Callable[..., Any]) -> Callable[..., Any]:
        setattr(owner, name, addition)
        return addition

    return install
