"""A replay hands the events of a window to the rules that it names, after its answer, some of them more than once.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html. Plain moto replays all that an
archive has, to every rule of the bus, each with another id, within the answer, and takes the end of a completed replay.
"""

from __future__ import annotations

import json
import threading
import time
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import IllegalStatusException, ValidationException
from moto.events.models import Replay, ReplayState, events_backends
from moto.events.responses import EventsHandler

from awslambda.settling import SECONDS
from delivery.envelope import as_aws_writes
from events.archives import events_kept
from patching import Sandbox, replaces

MOST_ACTIVE = 10
"""At once in an account and region: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""
MINUTE = 60
ACTIVE = (ReplayState.STARTING, ReplayState.RUNNING)


def apply(sandbox: Sandbox) -> None:
    @replaces(EventsHandler, "start_replay")
    def start_replay(original: Any, self: Any) -> Any:
        if self._get_param("EventStartTime") == self._get_param("EventEndTime"):
            why = "EventStartTime must be before EventEndTime."
            raise ValidationException(f"Parameter EventEndTime is not valid. Reason: {why}")
        active = [one for one in self.events_backend.replays.values() if one.state in ACTIVE]
        if len(active) >= MOST_ACTIVE:
            why = "The requested resource exceeds the maximum number allowed."
            raise JsonRESTError("LimitExceededException", why)
        return original(self)

    @replaces(Replay, "replay_events")
    def replay_events(original: Any, self: Any, archive: Any) -> None:
        threading.Thread(target=run, args=(self, archive), daemon=True).start()

    @replaces(EventsHandler, "describe_replay")
    def describe_replay(original: Any, self: Any) -> Any:
        answered = original(self)
        replay = self.events_backend.replays[self._get_param("ReplayName")]
        told = json.loads(answered[0]) | {"EventLastReplayedTime": getattr(replay, "last_replayed", None)}
        return json.dumps({name: value for name, value in told.items() if value is not None}), answered[1]

    @replaces(EventsHandler, "list_replays")
    def list_replays(original: Any, self: Any) -> Any:
        answered = original(self)
        replays = json.loads(answered[0])["Replays"]
        kept = [{name: value for name, value in one.items() if value is not None} for one in replays]
        return json.dumps({"Replays": kept}), answered[1]

    @replaces(EventsHandler, "cancel_replay")
    def cancel_replay(original: Any, self: Any) -> Any:
        replay = self.events_backend._get_replay(self._get_param("ReplayName"))
        if replay.state not in ACTIVE:
            raise IllegalStatusException(f"Replay {replay.name} is not in a valid state for this operation.")
        replay.state = ReplayState.CANCELLING
        answer = {"ReplayArn": replay.arn, "State": ReplayState.CANCELLING.value}
        return json.dumps(answer), self.response_headers


def run(replay: Any, archive: Any) -> None:
    time.sleep(SECONDS)
    if replay.state == ReplayState.STARTING:
        replay.state = ReplayState.RUNNING
    bus = events_backends[replay.account_id][replay.region].event_buses.get(replay.destination["Arn"].split("/", 1)[1])
    only = replay.destination.get("FilterArns")
    rules = [rule for rule in (bus.rules.values() if bus else []) if not only or rule.arn in only]
    events = [one for one in events_kept(archive) if replay.event_start_time <= one["time"] < replay.event_end_time]
    # Minute after minute, and in no order within one.
    ordered = sorted(reversed(events), key=lambda event: int(event["time"]) // MINUTE)
    # At least once: the first of all comes twice.
    for event in [*ordered[:1], *ordered]:
        if replay.state != ReplayState.RUNNING:
            break
        handed = as_aws_writes(event) | {"replay-name": replay.name}
        for rule in rules:
            rule.send_to_targets(handed)
        replay.last_replayed = event["time"]
    cancelled = replay.state == ReplayState.CANCELLING
    replay.state = ReplayState.CANCELLED if cancelled else ReplayState.COMPLETED
    replay.end_time = time.time()
