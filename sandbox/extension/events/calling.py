"""An API destination is called over HTTP, with what its connection proves itself by.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html. Plain moto sends neither the event nor
what the connection has. What is answered by 401 or 407 is tried no more, and the connection is deauthorized.
"""

from __future__ import annotations

from typing import Any

import requests
from moto.events.models import events_backends

from delivery.failure import Undelivered
from delivery.roles import session_for
from events.dead_letters import SERVICE

PATIENCE_SECONDS = 5


def call_destination(rule: Any, target: dict[str, Any], handed: str) -> None:
    """Raises Undelivered."""
    role = target.get("RoleArn")
    if role is None:
        raise Undelivered("NO_PERMISSIONS", f"{target['Arn']} is called under a role, and none is given")
    session_for(role, target["Arn"], SERVICE, rule.arn)
    _, _, _, region, account, path = target["Arn"].split(":")
    backend = events_backends[account][region]
    destination = backend.destinations.get(path.split("/")[1])
    if destination is None or destination.arn != target["Arn"]:
        raise Undelivered("NO_RESOURCE", f"{target['Arn']} does not exist.")
    connection = next((one for one in backend.connections.values() if one.arn == destination.connection_arn), None)
    if connection is None or connection.state not in ("AUTHORIZED", "ACTIVE"):
        raise Undelivered("NO_PERMISSIONS", "The connection of the destination is not authorized.")
    headers, query, user = authorization(connection)
    own = target.get("HttpParameters") or {}
    try:
        answer = requests.request(
            destination.http_method,
            destination.invocation_endpoint,
            data=handed.encode(),
            # What a connection adds goes before what a target does.
            headers={"Content-Type": "application/json"} | (own.get("HeaderParameters") or {}) | headers,
            params=(own.get("QueryStringParameters") or {}) | query,
            auth=user,
            timeout=PATIENCE_SECONDS,
        )
    except requests.RequestException as error:
        raise Undelivered("CONNECTION_FAILURE", str(error), passing=True) from error
    if answer.status_code in (401, 407):
        connection.state = "DEAUTHORIZED"
        raise Undelivered("NO_PERMISSIONS", f"The destination answered {answer.status_code}.")
    if answer.status_code == 429 or answer.status_code >= 500:
        raise Undelivered("ERROR_FROM_TARGET", f"The destination answered {answer.status_code}.", passing=True)
    if answer.status_code >= 400:
        raise Undelivered("INVALID_PARAMETER", f"The destination answered {answer.status_code}.")


def authorization(connection: Any) -> tuple[dict[str, str], dict[str, str], tuple[str, str] | None]:
    """Headers, parameters of the query, and name and password."""
    given = connection.auth_parameters
    key = given.get("ApiKeyAuthParameters")
    basic = given.get("BasicAuthParameters")
    added = given.get("InvocationHttpParameters") or {}
    headers = {one["Key"]: one["Value"] for one in added.get("HeaderParameters") or []}
    query = {one["Key"]: one["Value"] for one in added.get("QueryStringParameters") or []}
    if key:
        headers[key["ApiKeyName"]] = key["ApiKeyValue"]
    return headers, query, (basic["Username"], basic["Password"]) if basic else None
