"""Schedules fire, under the role of their target. Plain moto keeps them.

What cannot be delivered goes to the dead-letter queue, if the role may send there:
https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
"""

from __future__ import annotations

import logging
import threading
import uuid
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from moto.scheduler.models import scheduler_backends

from clock import clock
from delivery.envelope import compact, event_of, written
from delivery.failure import Undelivered
from delivery.letters import attributes
from delivery.roles import session_for
from delivery.targets import Retries, call, persist, send
from patching import Sandbox
from scheduler.due import due, has_completed, plan_of
from scheduler.execution_role import SERVICE, source_of

log = logging.getLogger("sandbox")


def apply(sandbox: Sandbox) -> None:
    def passed(after: datetime, until: datetime, only: str) -> None:
        for backend in list(scheduler_backends[sandbox.account].values()):
            for group in list(backend.schedule_groups.values()):
                for schedule in list(group.schedules.values()):
                    if schedule.state == "ENABLED" and schedule.arn.startswith(only):
                        fire(sandbox, group, schedule, after, until)

    clock.listeners.append(passed)


def fire(sandbox: Sandbox, group: Any, schedule: Any, after: datetime, until: datetime) -> None:
    plan = plan_of(schedule)
    for moment in due(plan, after, until):
        threading.Thread(target=deliver, args=(sandbox, schedule, moment), daemon=True).start()
    if schedule.action_after_completion == "DELETE" and has_completed(plan, until):
        group.schedules.pop(schedule.name, None)


def deliver(sandbox: Sandbox, schedule: Any, moment: datetime) -> None:
    target, execution = schedule.target, uuid.uuid4().hex[:16]
    attempts = 0

    def attempt() -> None:
        nonlocal attempts
        attempts += 1
        session = session_for(target["RoleArn"], target["Arn"], SERVICE, source_of(schedule))
        handed = payload(schedule, moment, execution, attempts)
        call(sandbox, session, target["Arn"], handed, (target.get("SqsParameters") or {}).get("MessageGroupId"))

    try:
        persist(attempt, Retries.of(target.get("RetryPolicy")))
    except Undelivered as failure:
        bury(sandbox, schedule, moment, execution, failure)
    except Exception:
        # There is nobody left who could be told.
        log.error("schedule %s: delivery to %s failed", schedule.name, target["Arn"], exc_info=True)


def payload(schedule: Any, moment: datetime, execution: str, attempt: int) -> str:
    """https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html"""
    text = schedule.target.get("Input")
    when = written(moment.timestamp())
    if not text:
        _, _, _, region, account, _ = schedule.arn.split(":")
        event = event_of("aws.scheduler", "Scheduled Event", account, region, [schedule.arn], "{}")
        return compact({**event, "time": when})
    context = {
        "schedule-arn": schedule.arn,
        "scheduled-time": when,
        "execution-id": execution,
        "attempt-number": str(attempt),
    }
    for name, value in context.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return str(text)


def bury(sandbox: Sandbox, schedule: Any, moment: datetime, execution: str, failure: Undelivered) -> None:
    target = schedule.target
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue is None:
        return
    told = {
        "SCHEDULE_ARN": schedule.arn,
        "TARGET_ARN": target["Arn"],
        "SCHEDULED_TIME": written(moment.timestamp()),
        "EXECUTION_ID": execution,
        "ERROR_CODE": failure.target_code,
        "ERROR_MESSAGE": str(failure),
        "EXHAUSTED_RETRY_CONDITION": failure.exhausted,
        "RETRY_ATTEMPTS": str(failure.attempts),
        "IS_PAYLOAD_TRUNCATED": "false",
    }
    try:
        session = session_for(target["RoleArn"], queue, SERVICE, source_of(schedule))
        body = payload(schedule, moment, execution, failure.attempts + 1)
        send(sandbox, session, queue, body, {"MessageAttributes": attributes(told)})
    except (Undelivered, BotoCoreError, ClientError) as error:
        log.info("schedule %s: nothing reaches its dead-letter queue: %s", schedule.name, error)
