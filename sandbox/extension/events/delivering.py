"""An event reaches the targets of each enabled rule that it fits.

AWS does that after the answer; asks the policy of a function, a queue or a topic whether this rule may call it;
takes the target's role for a state machine; tries again what may pass; and gives up into the target's dead-letter
queue. Plain moto delivers also by a disabled rule, within the answer, and to no function, topic or state machine.
"""

from __future__ import annotations

import copy
import logging
import threading
from typing import Any

from moto.events.models import Rule, events_backends

from clients import of_service
from delivery.envelope import as_aws_writes, as_moto_writes, now
from delivery.failure import Undelivered
from delivery.permission import refuse_stranger
from delivery.roles import session_for
from delivery.targets import Retries, call, persist, service_of
from events.calling import call_destination
from events.dead_letters import SERVICE, bury
from events.inputs import payload, without_detail
from events.metrics import count
from patching import Sandbox, replaces

BY_MOTO = ("logs", "events")
"""Targets that moto itself delivers to: log groups, archives."""
moto_delivers = Rule.send_to_targets
log = logging.getLogger("sandbox")


def apply(sandbox: Sandbox) -> None:
    @replaces(Rule, "send_to_targets")
    def send_to_targets(original: Any, self: Any, original_event: Any, transform_input: bool = True) -> None:
        event = as_aws_writes(original_event)
        # A rule with nothing but an expression has an empty pattern, which would fit everything.
        if self.event_pattern.dump() and self.event_pattern.matches_event(event):
            hand_out(sandbox, self, event)


def hand_out(sandbox: Sandbox, rule: Any, event: dict[str, Any]) -> None:
    if rule.state != "DISABLED":
        for target in list(rule.targets):
            threading.Thread(target=deliver, args=(sandbox, rule, target, event), daemon=True).start()


def deliver(sandbox: Sandbox, rule: Any, target: dict[str, Any], event: dict[str, Any]) -> None:
    try:
        if ":event-bus/" in target["Arn"]:
            to_bus(target["Arn"], event)
        elif ":api-destination/" in target["Arn"]:
            handed = payload(target, event, predefined(rule, event))
            persist(lambda: call_destination(rule, target, handed), Retries.of(target.get("RetryPolicy")))
            count(rule, "Invocations")
        elif service_of(target["Arn"]) in BY_MOTO:
            alone = copy.copy(rule)
            alone.targets = [target]
            moto_delivers(alone, as_moto_writes(event))
        else:
            handed = payload(target, event, predefined(rule, event))
            persist(lambda: attempt(sandbox, rule, target, handed), Retries.of(target.get("RetryPolicy")))
            count(rule, "Invocations")
    except Undelivered as failure:
        count(rule, "FailedInvocations")
        bury(sandbox, rule, target, event, failure)
    except Exception:
        # There is nobody left who could be told.
        log.error("rule %s: delivery to %s failed", rule.name, target["Arn"], exc_info=True)


def attempt(sandbox: Sandbox, rule: Any, target: dict[str, Any], handed: str) -> None:
    arn, role = target["Arn"], target.get("RoleArn")
    if role is None or service_of(arn) == "lambda":
        refuse_stranger(arn, SERVICE, rule.arn)
        session = of_service(SERVICE)
    else:
        session = session_for(role, arn, SERVICE, rule.arn)
    call(sandbox, session, arn, handed, (target.get("SqsParameters") or {}).get("MessageGroupId"))


def to_bus(arn: str, event: dict[str, Any]) -> None:
    _, _, _, region, account, name = arn.split(":")
    bus = events_backends[account][region]._get_event_bus(name.removeprefix("event-bus/"))
    for rule in list(bus.rules.values()):
        rule.send_to_targets(event)


def predefined(rule: Any, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "aws.events.rule-arn": rule.arn,
        "aws.events.rule-name": rule.name,
        "aws.events.event.ingestion-time": now(),
        "aws.events.event": without_detail(event),
        "aws.events.event.json": event,
    }
