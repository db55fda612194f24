"""Connections as AWS keeps them: no answer has a secret, and each tells when it was changed.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html. Plain moto answers with the secrets,
takes a second one of a name, knows no key and no change, and keeps the secret's first value. Nobody is asked for a token
here: a connection by OAuth stays AUTHORIZING, as AWS answers at first.
"""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

from moto.core.utils import camelcase_to_underscores, unix_time
from moto.events.exceptions import ResourceAlreadyExistsException, ResourceNotFoundException
from moto.events.models import get_secrets_manager_backend
from moto.events.responses import EventsHandler

from patching import Sandbox, replaces

SECRETS = ("ApiKeyValue", "ClientSecret", "Password")
SETTINGS = ("Description", "KmsKeyIdentifier", "InvocationConnectivityParameters")


def apply(sandbox: Sandbox) -> None:
    @replaces(EventsHandler, "create_connection")
    def create_connection(original: Any, self: Any) -> Any:
        name = self._get_param("Name")
        if name in self.events_backend.connections:
            raise ResourceAlreadyExistsException(f"Connection {name} already exists.")
        original(self)
        connection = self.events_backend.connections[name]
        connection.settings = {key: value for key in SETTINGS if (value := self._get_param(key))}
        connection.last_modified_time = connection.creation_time
        authorize(connection)
        keep_secret(self, connection)
        told = short(connection)
        told.pop("LastAuthorizedTime")
        return self._create_response(told)

    @replaces(EventsHandler, "update_connection")
    def update_connection(original: Any, self: Any) -> Any:
        """Without a key it goes to one of AWS's own; other settings that are left out stay."""
        connection = found(self)
        for key in SETTINGS:
            value = self._get_param(key)
            if value or key == "KmsKeyIdentifier":
                connection.settings[key] = value
            elif value == "":
                connection.settings.pop(key, None)
        connection.last_modified_time = unix_time()
        given = self._get_param("AuthParameters")
        if given:
            connection.authorization_type = self._get_param("AuthorizationType") or connection.authorization_type
            connection.auth_parameters = merged(connection.auth_parameters, given)
            authorize(connection)
            keep_secret(self, connection)
        return self._create_response(short(connection))

    @replaces(EventsHandler, "describe_connection")
    def describe_connection(original: Any, self: Any) -> Any:
        connection = found(self)
        kept = {key: value for key, value in connection.settings.items() if value}
        return self._create_response(
            short(connection)
            | kept
            | {
                "Name": connection.name,
                "AuthorizationType": connection.authorization_type,
                "AuthParameters": without_secrets(connection.auth_parameters),
                "SecretArn": connection.secret_arn,
            },
        )

    @replaces(EventsHandler, "list_connections")
    def list_connections(original: Any, self: Any) -> Any:
        all_of_them = self.events_backend.connections.values()
        listed = [
            short(one) | {"Name": one.name, "AuthorizationType": one.authorization_type} for one in all_of_them
        ]
        return self._create_response({"Connections": listed})


def found(handler: Any) -> Any:
    name = handler._get_param("Name")
    connection = handler.events_backend.connections.get(name)
    if connection is None:
        raise ResourceNotFoundException(
            f"Failed to describe the connection(s). Connection '{name}' does not exist."
        )
    return connection


def authorize(connection: Any) -> None:
    if connection.authorization_type == "OAUTH_CLIENT_CREDENTIALS":
        connection.state = "AUTHORIZING"
    else:
        private = connection.settings.get("InvocationConnectivityParameters")
        connection.state = "ACTIVE" if private else "AUTHORIZED"
    connection.last_authorized_time = unix_time()


def keep_secret(handler: Any, connection: Any) -> None:
    events = handler.events_backend
    secrets = get_secrets_manager_backend(events.account_id, events.region_name)
    secrets.update_secret(
        secret_id=connection.secret_arn,
        secret_string=json.dumps(secret_of(connection.auth_parameters)),
        client_request_token=str(uuid.uuid4()),
    )


def secret_of(parameters: dict[str, Any]) -> dict[str, Any]:
    """Flat, as recorded answers of AWS have it: `{"api_key_name": ..., "api_key_value": ...}`."""
    flat: dict[str, Any] = {}
    for name, part in parameters.items():
        if name.endswith("HttpParameters"):
            flat[camelcase_to_underscores(name)] = part
        else:
            flat |= {
                camelcase_to_underscores(key): value for key, value in part.items() if not isinstance(value, dict)
            }
            flat |= secret_of({key: value for key, value in part.items() if isinstance(value, dict)})
    return flat


def merged(was: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Of a list, what is given takes the place of all."""
    now = dict(was)
    for key, value in given.items():
        before = was.get(key)
        now[key] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return now


def without_secrets(value: Any) -> Any:
    if isinstance(value, list):
        return [without_secrets(one) for one in value]
    if not isinstance(value, dict):
        return copy.copy(value)
    hidden = {*SECRETS, *(["Value"] if value.get("IsValueSecret") else [])}
    return {key: without_secrets(one) for key, one in value.items() if key not in hidden}


def short(connection: Any) -> dict[str, Any]:
    return {
        "ConnectionArn": connection.arn,
        "ConnectionState": connection.state,
        "CreationTime": connection.creation_time,
        "LastModifiedTime": connection.last_modified_time,
        "LastAuthorizedTime": connection.last_authorized_time,
    }
