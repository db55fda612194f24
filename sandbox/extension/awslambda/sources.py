"""What event source mappings read from, by kind, and the kinds that the sandbox does not have itself.

AWS takes mappings of Kafka, MQ and DocumentDB. Plain moto refuses each of them. Here they are kept and read back; as there
is no cluster, nothing ever comes from it.
"""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import EventSourceMapping

KAFKA = frozenset(("kafka", "self-managed"))
STREAMS = frozenset(("kinesis", "dynamodb"))
DISTANT = KAFKA | {"mq", "rds"}
BATCH = 100
"""Records, unless somebody says how many."""


def kind_of(arn: str | None) -> str:
    """The service in an ARN; a Kafka cluster of one's own has none. DocumentDB's clusters are RDS's by their ARN."""
    return arn.split(":")[2] if arn else "self-managed"


class Distant(EventSourceMapping):
    """A mapping of a cluster or broker."""

    def __init__(self, spec: dict[str, Any]) -> None:
        super().__init__({**spec, "EventSourceArn": spec.get("EventSourceArn") or ""})
        kind = kind_of(self.event_source_arn)
        if kind == "mq":
            self.starting_position = None
        if kind == "kafka":
            self.kafka_config = {"ConsumerGroupId": self.uuid, **(self.kafka_config or {})}
        if kind == "self-managed":
            own = self.self_managed_kafka_event_source_config or {}
            self.self_managed_kafka_event_source_config = {"ConsumerGroupId": self.uuid, **own}
        if kind == "rds":
            self.document_db_config = {"FullDocument": "Default", **(self.document_db_config or {})}

    def _get_service_source_from_arn(self, event_source_arn: str | None = None) -> str:
        return kind_of(self.event_source_arn if event_source_arn is None else event_source_arn)

    @property
    def event_source_arn(self) -> str:
        return self._event_source_arn

    @event_source_arn.setter
    def event_source_arn(self, arn: str) -> None:
        self._event_source_arn = arn

    @property
    def batch_size(self) -> int:
        return self._batch_size

    @batch_size.setter
    def batch_size(self, size: int | None) -> None:
        self._batch_size = int(size or BATCH)


def read_the_same(one: EventSourceMapping, spec: dict[str, Any]) -> bool:
    """One of a Kafka cluster reads one topic of it, by whichever of its servers; one of a broker, a queue of a host."""
    if one.event_source_arn != (spec.get("EventSourceArn") or ""):
        return False
    kind = kind_of(one.event_source_arn)
    if kind in KAFKA and one.topics != spec.get("Topics"):
        return False
    if kind == "self-managed":
        return not set(servers(one.self_managed_event_source)).isdisjoint(servers(spec["SelfManagedEventSource"]))
    if kind == "mq":
        asked = (spec.get("Queues"), virtual_hosts(spec.get("SourceAccessConfigurations")))
        return (one.queues, virtual_hosts(one.source_access_config)) == asked
    return True


def servers(source: dict[str, Any] | None) -> list[str]:
    return [server for some in (source or {}).get("Endpoints", {}).values() for server in some]


def virtual_hosts(access: list[dict[str, str]] | None) -> list[str]:
    return [each["URI"] for each in access or [] if each["Type"] == "VIRTUAL_HOST"]
