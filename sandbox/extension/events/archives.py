"""Archives as AWS keeps them: by their key, for their days, with the pattern that their rule goes by.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html. Plain moto knows no key, keeps every event for
ever, changes an archive and not the rule that feeds it, takes 0 days for none, and answers with empty members.
"""

from __future__ import annotations

import json
from typing import Any

from moto.events.exceptions import ResourceNotFoundException, ValidationException
from moto.events.models import Archive, EventPattern
from moto.events.responses import EventsHandler

from clock import clock
from patching import Sandbox, replaces

DAY_SECONDS = 86_400
MOST_LISTED = 100


def apply(sandbox: Sandbox) -> None:
    @replaces(EventsHandler, "create_archive")
    def create_archive(original: Any, self: Any) -> Any:
        original(self)
        archive = self.events_backend.archives[self._get_param("ArchiveName")]
        archive.retention = int(self._get_param("RetentionDays") or 0)
        archive.key = self._get_param("KmsKeyIdentifier")
        return json.dumps(short(archive)), self.response_headers

    @replaces(EventsHandler, "update_archive")
    def update_archive(original: Any, self: Any) -> Any:
        """What is left out stays, but the key, which goes back to one of AWS's own."""
        given = {name: self._get_param(name) for name in ("EventPattern", "RetentionDays", "Description")}
        if all(value is None for value in given.values()) and self._get_param("KmsKeyIdentifier") is None:
            why = "At least one of EventPattern, RetentionDays or Description must be provided."
            raise ValidationException(why)
        archive = found_archive(self)
        if given["EventPattern"] is not None:
            archive.event_pattern = EventPattern.load(given["EventPattern"])
            archive.rule.event_pattern = EventPattern.load(of_its_rule(given["EventPattern"]))
        if given["RetentionDays"] is not None:
            archive.retention = int(given["RetentionDays"])
        if given["Description"] is not None:
            archive.description = given["Description"]
        archive.key = self._get_param("KmsKeyIdentifier")
        return json.dumps(short(archive)), self.response_headers

    @replaces(EventsHandler, "describe_archive")
    def describe_archive(original: Any, self: Any) -> Any:
        archive = found_archive(self)
        told = {
            "ArchiveArn": archive.arn,
            "Description": archive.description,
            "EventPattern": archive.event_pattern.dump(),
            "KmsKeyIdentifier": getattr(archive, "key", None),
        }
        kept = {name: value for name, value in told.items() if value}
        return json.dumps(kept | listed_archive(archive)), self.response_headers

    @replaces(EventsHandler, "list_archives")
    def list_archives(original: Any, self: Any) -> Any:
        source = self._get_param("EventSourceArn")
        if source is not None:
            self.events_backend._get_event_bus(source)
        archives = json.loads(original(self)[0])["Archives"]
        backend = self.events_backend.archives
        every = [listed_archive(backend[one["ArchiveName"]]) for one in archives]
        start, limit = int(self._get_param("NextToken") or 0), int(self._get_param("Limit") or MOST_LISTED)
        more = {"NextToken": str(start + limit)} if start + limit < len(every) else {}
        return json.dumps({"Archives": every[start : start + limit]} | more), self.response_headers

    @replaces(Archive, "describe_short")
    def describe_short(original: Any, self: Any) -> dict[str, Any]:
        return listed_archive(self)


def found_archive(handler: Any) -> Any:
    name = handler._get_param("ArchiveName")
    archive = handler.events_backend.archives.get(name)
    if archive is None:
        raise ResourceNotFoundException(f"Archive {name} does not exist.")
    return archive


def of_its_rule(pattern: str) -> str:
    """What is replayed is not kept once more."""
    return json.dumps(json.loads(pattern) | {"replay-name": [{"exists": False}]})


def events_kept(archive: Any) -> list[dict[str, Any]]:
    """Those whose days are not over."""
    if not archive.retention:
        return list(archive.events)
    oldest = clock.now().timestamp() - archive.retention * DAY_SECONDS
    return [event for event in list(archive.events) if float(event["time"]) >= oldest]


def listed_archive(archive: Any) -> dict[str, Any]:
    kept = events_kept(archive)
    return {
        "ArchiveName": archive.name,
        "EventSourceArn": archive.source_arn,
        "State": archive.state,
        "RetentionDays": archive.retention,
        "SizeBytes": sum(len(json.dumps(event)) for event in kept),
        "EventCount": len(kept),
        "CreationTime": archive.creation_time,
    }


def short(archive: Any) -> dict[str, Any]:
    return {"ArchiveArn": archive.arn, "CreationTime": archive.creation_time, "State": archive.state}
