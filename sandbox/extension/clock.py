"""The clock of schedules, which whoever tests may move: `POST /moto-api/clock {"seconds": 3600}`.

It shows the time of the machine and what it was moved on by, and never goes back. What becomes due meanwhile fires
when it is moved, with `"only": "arn:..."` where its ARN begins so, while what is due of others is passed over; with `ZONEKEEP_SANDBOX_SCHEDULES=fire` also by itself, within a second, as it does on AWS. That it
does not by default keeps a backup from starting in the middle of somebody's test.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from patching import WsgiApp

ADDRESS = "/moto-api/clock"
TICK_SECONDS = 1.0
Listener = Callable[[datetime, datetime, str], None]
"""Is told what has passed since it was called last, after the first moment, up to and with the second, and how the
ARNs begin of what may fire."""
log = logging.getLogger("sandbox")


class Clock:
    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self.wall = wall
        self.ahead = 0.0
        self.seen = self.now()
        self.listeners: list[Listener] = []
        self.lock = threading.Lock()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.wall(), timezone.utc) + timedelta(seconds=self.ahead)

    def move(self, seconds: float, only: str = "") -> datetime:
        """Raises ValueError: it would go back."""
        if seconds < 0:
            raise ValueError("a clock does not go back")
        with self.lock:
            self.ahead += seconds
            before, self.seen = self.seen, self.now()
            for listener in self.listeners:
                try:
                    listener(before, self.seen, only)
                except Exception:
                    # One schedule that cannot be read must not stop those of others.
                    log.error("a schedule failed", exc_info=True)
            return self.seen

    def run(self) -> None:
        while True:
            time.sleep(TICK_SECONDS)
            self.move(0)


clock = Clock()


def started() -> None:
    if os.environ.get("ZONEKEEP_SANDBOX_SCHEDULES") == "fire":
        threading.Thread(target=clock.run, name="clock", daemon=True).start()


def movable(app: WsgiApp) -> WsgiApp:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("PATH_INFO") != ADDRESS:
            return app(environ, start_response)
        status, body = answered(environ)
        start_response(status, [("content-type", "application/json"), ("content-length", str(len(body)))])
        return [body]

    return answer


def answered(environ: dict[str, Any]) -> tuple[str, bytes]:
    try:
        asked = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or "{}")
        moves = environ["REQUEST_METHOD"] == "POST"
        shown = clock.move(float(asked["seconds"]), str(asked.get("only", ""))) if moves else clock.now()
    except (ValueError, KeyError, TypeError) as error:
        return "400 Bad Request", json.dumps({"error": f'wanted: {{"seconds": 3600}}; {error}'}).encode()
    return "200 OK", json.dumps({"now": shown.isoformat(timespec="seconds")}).encode()
