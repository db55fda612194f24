"""When a schedule invokes its target: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule.html

A rate counts from the start date, or at once from the schedule's creation; the first invocation is then. A start and
an end do not bind a schedule that runs once. Within a flexible window, the second is the same for one time, always.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.expressions import AT
from scheduler.moments import Times, moments

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Plan:
    arn: str
    expression: str
    zone: ZoneInfo
    created: datetime
    start: datetime | None
    end: datetime | None
    window: timedelta

    @property
    def once(self) -> bool:
        return AT.fullmatch(self.expression) is not None

    @property
    def times(self) -> Times:
        return Times(self.expression, self.zone, self.start or self.created)


def due(plan: Plan, after: datetime, until: datetime) -> Iterator[datetime]:
    """The scheduled times whose invocations come later than `after`, up to and with `until`."""
    for moment in moments(plan.times, after - plan.window - SECOND, until):
        if is_meant(plan, moment) and after < moment + delay(plan, moment) <= until:
            yield moment


def is_meant(plan: Plan, moment: datetime) -> bool:
    if plan.once:
        return moment >= plan.created
    return (plan.start or plan.created) <= moment and (plan.end is None or moment < plan.end)


def delay(plan: Plan, moment: datetime) -> timedelta:
    """At most the window."""
    seconds = int(plan.window.total_seconds())
    drawn = int(hashlib.sha256(f"{plan.arn} {moment.isoformat()}".encode()).hexdigest(), 16)
    return timedelta(seconds=drawn % (seconds + 1))


def has_completed(plan: Plan, now: datetime) -> bool:
    """Whether no invocation is left."""
    if not plan.once:
        return plan.end is not None and plan.end + plan.window <= now
    return any(is_meant(plan, each) for each in moments(plan.times, plan.created - SECOND, now - plan.window))


def plan_of(schedule: Any) -> Plan:
    """Of a schedule of moto's, whose `sandbox_since` is when it was made by the clock of schedules."""
    window = schedule.flexible_time_window
    flexible = window.get("MaximumWindowInMinutes", 0) if window["Mode"] == "FLEXIBLE" else 0
    zone = ZoneInfo(schedule.schedule_expression_timezone)
    return Plan(
        arn=schedule.arn,
        expression=schedule.schedule_expression,
        zone=zone,
        created=schedule.sandbox_since,
        start=moment_of(schedule.start_date),
        end=moment_of(schedule.end_date),
        window=timedelta(minutes=flexible),
    )


def moment_of(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(float(seconds), ZoneInfo("UTC"))
