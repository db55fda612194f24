"""A schedule's expression is read when it is written: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html

Plain moto keeps any text.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from moto.scheduler.exceptions import ValidationException
from moto.scheduler.responses import EventBridgeSchedulerResponse

from patching import Sandbox, replaces

RATE = re.compile(r"rate\([1-9]\d* (minutes?|hours?|days?)\)")
AT = re.compile(r"at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)")
CRON = re.compile(r"cron\(([^()]*)\)")
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()
FIELDS: tuple[tuple[int, int, list[str], str], ...] = (
    (0, 59, [], ""),
    (0, 23, [], ""),
    (1, 31, [], "?LW"),
    (1, 12, MONTHS, ""),
    (1, 7, DAYS, "?L#"),
    (1970, 2199, [], ""),
)
"""Least, most, names and signs of minutes, hours, days of the month, months, days of the week and years."""


def apply(sandbox: Sandbox) -> None:
    def checked(operation: str) -> None:
        @replaces(EventBridgeSchedulerResponse, operation)
        def write(original: Any, self: Any) -> Any:
            expression = self._get_param("ScheduleExpression")
            if not is_expression(expression):
                raise ValidationException(f"Invalid Schedule Expression {expression}.")
            return original(self)

    checked("create_schedule")
    checked("update_schedule")


def is_expression(text: str) -> bool:
    if RATE.fullmatch(text):
        return True
    if at := AT.fullmatch(text):
        return is_moment(at.group(1))
    cron = CRON.fullmatch(text)
    fields = cron.group(1).split() if cron else []
    if len(fields) != len(FIELDS) or (fields[2] == "?") == (fields[4] == "?"):
        return False
    return all(is_field(text, *allowed) for text, allowed in zip(fields, FIELDS, strict=True))


def is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
        return True
    except ValueError:
        return False


def is_field(text: str, least: int, most: int, names: list[str], signs: str) -> bool:
    if text in ("*", *signs):
        return True
    return all(is_part(part, least, most, names, signs) for part in text.split(","))


def is_part(text: str, least: int, most: int, names: list[str], signs: str) -> bool:
    base, _, step = text.partition("/")
    if step and not step.isdigit():
        return False
    ends = [base] if base == "*" else re.split("[-#]" if "#" in signs else "-", base)
    return len(ends) <= 2 and all(end == "*" or is_value(end.strip(signs), least, most, names) for end in ends)


def is_value(text: str, least: int, most: int, names: list[str]) -> bool:
    return text.upper() in names or (text.isdigit() and least <= int(text) <= most)
