"""Which rule of a listener a request fits.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    """As it was sent, without the query string."""
    query: str
    """As it was sent, without the question mark."""
    headers: list[tuple[str, str]]
    """Names in lower case."""
    body: bytes
    address: str
    port: int
    protocol: str

    def values(self, name: str) -> list[str]:
        return [value for header, value in self.headers if header == name.lower()]

    @property
    def host(self) -> str:
        return next(iter(self.values("host")), "").partition(":")[0]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """In order, encoded as they were sent."""
        pairs = [one.partition("=") for one in self.query.split("&") if one]
        return [(name, value) for name, _, value in pairs]


def rule_for(listener: Any, request: Request) -> Any:
    """The first rule by priority all of whose conditions hold; what is done by default comes last, and fits always."""
    return next(rule for rule in listener.rules.values() if all(holds(one, request) for one in rule.conditions))


def holds(condition: dict[str, Any], request: Request) -> bool:
    field = condition["Field"]
    if field == "host-header":
        return any_fits(condition, "HostHeaderConfig", [request.host], ignore_case=True)
    if field == "path-pattern":
        return any_fits(condition, "PathPatternConfig", [request.path], ignore_case=False)
    if field == "http-header":
        name = condition["HttpHeaderConfig"]["HttpHeaderName"]
        return any_fits(condition, "HttpHeaderConfig", request.values(name), ignore_case=True)
    if field == "http-request-method":
        return request.method in condition["HttpRequestMethodConfig"]["Values"]
    if field == "source-ip":
        address = ipaddress.ip_address(request.address)
        return any(address in ipaddress.ip_network(one, strict=False) for one in condition["SourceIpConfig"]["Values"])
    if field == "query-string":
        wanted = condition["QueryStringConfig"]["Values"]
        sent = [(unquote_plus(name), unquote_plus(value)) for name, value in request.parameters]
        return any(fits_parameter(one, name, value) for one in wanted for name, value in sent)
    raise NotImplementedError(f"the sandbox looks at no {field}")


def any_fits(condition: dict[str, Any], config: str, values: list[str], *, ignore_case: bool) -> bool:
    given = condition.get(config, {})
    flags = re.IGNORECASE if ignore_case else 0
    patterns = [
        *(wildcards(one) for one in given.get("Values", condition.get("Values", []))),
        *given.get("RegexValues", []),
    ]
    return any(re.fullmatch(pattern, value, flags | re.DOTALL) for pattern in patterns for value in values)


def fits_parameter(wanted: dict[str, str], name: str, value: str) -> bool:
    key = wanted.get("Key")
    return (key is None or fits(key, name)) and fits(wanted["Value"], value)


def fits(pattern: str, text: str) -> bool:
    return re.fullmatch(wildcards(pattern), text, re.IGNORECASE | re.DOTALL) is not None


def wildcards(pattern: str) -> str:
    """`*` is any text, `?` one character, and a backslash takes the meaning of what follows it."""
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    return "".join({"*": ".*", "?": "."}.get(one) or re.escape(one[-1]) for one in parts)
