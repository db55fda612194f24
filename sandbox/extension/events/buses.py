"""A bus is updated, keeps what it logs, and its policy is replaced as a whole.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html. Plain moto knows no update, drops
LogConfig, and merges the statements of a policy that is given into those that are there.
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.utils import unix_time
from moto.events.models import EventsBackend
from moto.events.responses import EventsHandler

from patching import Sandbox, adds, replaces

ATTRIBUTES = {
    "Description": "description",
    "KmsKeyIdentifier": "kms_key_identifier",
    "DeadLetterConfig": "dead_letter_config",
    "LogConfig": "log_config",
}


def apply(sandbox: Sandbox) -> None:
    @replaces(EventsHandler, "create_event_bus")
    def create_event_bus(original: Any, self: Any) -> Any:
        answered = original(self)
        bus = self.events_backend.event_buses[self._get_param("Name")]
        bus.log_config = self._get_param("LogConfig")
        return json.dumps(json.loads(answered[0]) | given(bus)), answered[1]

    @replaces(EventsHandler, "describe_event_bus")
    def describe_event_bus(original: Any, self: Any) -> Any:
        answered = original(self)
        bus = self.events_backend.describe_event_bus(self._get_param("Name"))
        return json.dumps(json.loads(answered[0]) | given(bus)), answered[1]

    @replaces(EventsBackend, "put_permission")
    def put_permission(original: Any, self: Any, event_bus_name: str, *rest: Any, **more: Any) -> None:
        bus = self.describe_event_bus(event_bus_name)
        before = dict(bus._statements)
        if more.get("policy") or (len(rest) > 4 and rest[4]):
            bus.remove_statements()
        try:
            original(self, event_bus_name, *rest, **more)
        except Exception:
            bus._statements = before
            raise
        bus.last_modified_time = unix_time()

    @adds(EventsHandler, "update_event_bus")
    def update_event_bus(self: Any) -> Any:
        """What is left out goes back to its default, but a description, which stays."""
        bus = self.events_backend.describe_event_bus(self._get_param("Name"))
        for name, attribute in ATTRIBUTES.items():
            value = self._get_param(name)
            if name != "Description" or value is not None:
                setattr(bus, attribute, value or None)
        bus.last_modified_time = unix_time()
        return json.dumps({"Arn": bus.arn, "Name": bus.name} | given(bus)), self.response_headers


def given(bus: Any) -> dict[str, Any]:
    return {
        name: value
        for name, attribute in ATTRIBUTES.items()
        if (value := getattr(bus, attribute, None)) is not None and value != ""
    }
