"""When an expression comes due: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html

Where clocks go forward, a time that does not exist is left out; where they go back, a time that comes twice counts once.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from scheduler.expressions import AT, CRON, DAYS, MONTHS

MINUTE = timedelta(minutes=1)
UNITS = {"minute": MINUTE, "hour": 60 * MINUTE, "day": 1440 * MINUTE}


@dataclass(frozen=True)
class Times:
    expression: str
    """One that `is_expression` takes."""
    zone: tzinfo
    since: datetime
    """What a rate counts from."""


def moments(times: Times, after: datetime, until: datetime) -> Iterator[datetime]:
    """In order, in UTC: those later than `after`, up to and with `until`."""
    if at := AT.fullmatch(times.expression):
        moment = datetime.fromisoformat(at.group(1)).replace(tzinfo=times.zone).astimezone(timezone.utc)
        return iter([moment] if after < moment <= until else [])
    if cron := CRON.fullmatch(times.expression):
        return of_cron(cron.group(1).split(), times.zone, after, until)
    return of_rate(times, after, until)


def of_rate(times: Times, after: datetime, until: datetime) -> Iterator[datetime]:
    count, unit = times.expression.removeprefix("rate(").removesuffix(")").split()
    step = int(count) * UNITS[unit.removesuffix("s")]
    moment = times.since + max(0, (after - times.since) // step) * step
    while moment <= until:
        if moment > after:
            yield moment
        moment += step


def of_cron(fields: list[str], zone: tzinfo, after: datetime, until: datetime) -> Iterator[datetime]:
    minutes, hours = values(fields[0], 0, 59), values(fields[1], 0, 23)
    months, years = values(fields[3], 1, 12, MONTHS), values(fields[5], 1970, 2199)
    moment = after.astimezone(timezone.utc).replace(second=0, microsecond=0) + MINUTE
    while moment <= until:
        local = moment.astimezone(zone)
        if (
            local.minute in minutes
            and local.hour in hours
            and local.month in months
            and local.year in years
            and local.fold == 0
            and is_day(local, fields[2], fields[4])
        ):
            yield moment
        moment += MINUTE


def is_day(local: datetime, of_month: str, of_week: str) -> bool:
    """One of the two is a question mark."""
    last = calendar.monthrange(local.year, local.month)[1]
    if of_week == "?":
        if of_month == "L":
            return local.day == last
        if of_month.endswith("W"):
            return local.day == weekday_near(local, last if of_month == "LW" else int(of_month[:-1]), last)
        return local.day in values(of_month, 1, 31)
    weekday = local.isoweekday() % 7 + 1
    if "#" in of_week:
        day, which = of_week.split("#")
        return weekday == number(day, DAYS) and (local.day - 1) // 7 + 1 == int(which)
    if of_week.endswith("L"):
        return weekday == number(of_week[:-1] or "7", DAYS) and local.day > last - 7
    return weekday in values(of_week, 1, 7, DAYS)


def weekday_near(local: datetime, day: int, last: int) -> int:
    """The weekday of this month that is nearest to `day`."""
    day = min(day, last)
    weekday = local.replace(day=day, hour=12).isoweekday()
    if weekday == 6:
        return day - 1 if day > 1 else day + 2
    if weekday == 7:
        return day + 1 if day < last else day - 2
    return day


def values(field: str, least: int, most: int, names: list[str] | None = None) -> set[int]:
    found: set[int] = set()
    for part in field.split(","):
        base, _, step = part.partition("/")
        first, dash, end = base.partition("-")
        low = least if first == "*" else number(first, names)
        high = number(end, names) if dash else most if step or first == "*" else low
        found |= set(range(low, high + 1, int(step or 1)))
    return found


def number(text: str, names: list[str] | None) -> int:
    return names.index(text.upper()) + 1 if names and text.upper() in names else int(text)
