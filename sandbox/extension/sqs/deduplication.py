"""A FIFO queue takes a message once in five minutes, and numbers what it takes.

By its deduplication id, or the hash of its body where the queue says so, in the whole queue or in its group as the queue's
scope says, also when the first one was deleted meanwhile. Plain moto does not know the scope, forgets what was deleted,
and numbers at random, and only what came with an id.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
"""

from __future__ import annotations

import itertools
from typing import Any

from moto.sqs.models import Message, Queue

from patching import Sandbox, replaces

MILLISECONDS = 300_000
FIRST_NUMBER = 18_849_496_460_467_696_128
"""Twenty digits, as AWS's have."""
_numbers = itertools.count(FIRST_NUMBER, 256)


def apply(sandbox: Sandbox) -> None:
    @replaces(Queue, "add_message")
    def add_message(original: Any, self: Any, message: Message) -> None:
        if self.fifo_queue and is_repeated(self, message):
            return
        if self.fifo_queue:
            message.sequence_number = str(next(_numbers))
        # Not the original: it would look among the messages again, by its own rule. It has no more to do, as moto's own
        # way to functions is not used (see awslambda.mappings).
        with self._messages_lock:
            self._messages.append(message)
            self._messages_lock.notify_all()


def is_repeated(queue: Queue, message: Message) -> bool:
    if not message.deduplication_id:
        return False
    in_group = queue.attributes.get("DeduplicationScope") == "messageGroup"
    key = (message.group_id if in_group else None, message.deduplication_id)
    taken: dict[Any, int] = queue.__dict__.setdefault("sandbox_taken", {})
    now = message.sent_timestamp or 0
    before = taken.get(key)
    if before is not None and now - before < MILLISECONDS:
        return True
    taken[key] = now
    return False
