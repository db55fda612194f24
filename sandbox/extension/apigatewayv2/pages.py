"""Lists come in pages, of 25 where nobody says how many.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from apigatewayv2.refusals import bad
from apigatewayv2.store import Fields


def page(items: list[Fields], asked: dict[str, str]) -> dict[str, Any]:
    most = asked.get("maxResults", "25")
    if not most.isdigit() or int(most) == 0:
        raise bad("Invalid value for maxResults")
    start = place_of(asked.get("nextToken", ""))
    end = start + min(int(most), 500)
    more = {"nextToken": base64.b64encode(f"from {end}".encode()).decode()} if end < len(items) else {}
    return {"items": items[start:end], **more}


def place_of(token: str) -> int:
    if not token:
        return 0
    try:
        return int(base64.b64decode(token, validate=True).decode().removeprefix("from "))
    except (binascii.Error, ValueError):
        raise bad("Invalid nextToken") from None
