"""Lists come in pages, of 25 where nobody says how many. https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields


def page(items: list[Fields], asked: dict[str, str]) -> dict[str, Any]:
    most = int(asked["limit"]) if asked.get("limit", "").isdigit() else 25
    start = place_of(asked.get("position", ""))
    end = start + min(most, 500)
    more = {"position": base64.b64encode(f"from {end}".encode()).decode()} if end < len(items) and most > 0 else {}
    return {"item": items[start:end], **more}


def place_of(position: str) -> int:
    if not position:
        return 0
    try:
        return int(base64.b64decode(position, validate=True).decode().removeprefix("from "))
    except (binascii.Error, ValueError):
        raise bad("Invalid position parameter specified") from None
