"""API destinations as AWS keeps them: each has a connection that is there, a rate, and a time when it was changed.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html. Plain moto takes any connection and a
second destination of a name, and knows no change.
"""

from __future__ import annotations

from typing import Any

from moto.core.utils import unix_time
from moto.events.exceptions import ResourceAlreadyExistsException, ResourceNotFoundException
from moto.events.responses import EventsHandler

from patching import Sandbox, replaces

DESTINATION = {
    "ConnectionArn": "connection_arn",
    "Description": "description",
    "HttpMethod": "http_method",
    "InvocationEndpoint": "invocation_endpoint",
    "InvocationRateLimitPerSecond": "invocation_rate_limit_per_second",
}
MOST_PER_SECOND = 300
"""Where nobody says otherwise."""


def apply(sandbox: Sandbox) -> None:
    @replaces(EventsHandler, "create_api_destination")
    def create_api_destination(original: Any, self: Any) -> Any:
        name, connection = self._get_param("Name"), self._get_param("ConnectionArn")
        if name in self.events_backend.destinations:
            raise ResourceAlreadyExistsException(f"An api-destination '{name}' already exists.")
        if connection not in [one.arn for one in self.events_backend.connections.values()]:
            raise ResourceNotFoundException(f"Connection '{connection.split('/')[1]}' does not exist.")
        original(self)
        destination = self.events_backend.destinations[name]
        destination.invocation_rate_limit_per_second = destination.invocation_rate_limit_per_second or MOST_PER_SECOND
        destination.last_modified_time = destination.creation_time
        return self._create_response(shown(destination, short_of_destination))

    @replaces(EventsHandler, "update_api_destination")
    def update_api_destination(original: Any, self: Any) -> Any:
        destination = found_destination(self)
        for key, attribute in DESTINATION.items():
            value = self._get_param(key)
            if value is not None:
                setattr(destination, attribute, value)
        destination.last_modified_time = unix_time()
        return self._create_response(shown(destination, short_of_destination))

    @replaces(EventsHandler, "describe_api_destination")
    def describe_api_destination(original: Any, self: Any) -> Any:
        return self._create_response(shown(found_destination(self), whole_destination))

    @replaces(EventsHandler, "list_api_destinations")
    def list_api_destinations(original: Any, self: Any) -> Any:
        listed = [shown(one, whole_destination) for one in self.events_backend.destinations.values()]
        for one in listed:
            one.pop("Description", None)
        return self._create_response({"ApiDestinations": listed})


def found_destination(handler: Any) -> Any:
    name = handler._get_param("Name")
    destination = handler.events_backend.destinations.get(name)
    if destination is None:
        raise ResourceNotFoundException(
            f"Failed to describe the api-destination(s). An api-destination '{name}' does not exist."
        )
    return destination


def short_of_destination(destination: Any) -> dict[str, Any]:
    return dict(destination.describe_short())


def whole_destination(destination: Any) -> dict[str, Any]:
    return dict(destination.describe())


def shown(destination: Any, tell: Any) -> dict[str, Any]:
    told = tell(destination) | {"LastModifiedTime": destination.last_modified_time}
    return {key: value for key, value in told.items() if value not in (None, "")}
