"""Lists of filters come by the page, 50 at the most."""

from __future__ import annotations

import json
from typing import Any

from moto.logs.exceptions import InvalidParameterException

MOST = 50


def page(response: Any, name: str, found: list[Any]) -> str:
    token = response._get_param("nextToken") or "0"
    if not token.isdecimal():
        raise InvalidParameterException("The specified nextToken is invalid.")
    start = int(token)
    end = start + (response._get_param("limit") or MOST)
    return json.dumps({name: found[start:end]} | ({"nextToken": str(end)} if end < len(found) else {}))
