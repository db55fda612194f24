"""What lies in a Kinesis stream or in the stream of a table, as functions get it."""

from __future__ import annotations

import base64
import copy
import json
from dataclasses import dataclass
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.kinesis.models import kinesis_backends

from awslambda.sources import kind_of


@dataclass(frozen=True)
class Entry:
    sequence: int
    came: float
    """Seconds since 1970."""
    record: dict[str, Any]


def stream_of(arn: str) -> Any:
    """The stream, that of a consumer, or the table whose stream is on; None where there is none."""
    _, _, _, region, account, _ = arn.split(":", 5)
    if kind_of(arn) == "kinesis":
        own, _, consumer = arn.partition("/consumer/")
        streams = kinesis_backends[account][region].streams.values()
        stream = next((each for each in streams if each.arn == own), None)
        gone = consumer and stream is not None and stream.get_consumer_by_arn(arn) is None
        return None if gone else stream
    tables = dynamodb_backends[account][region].tables.values()
    on = (each for each in tables if each.stream_shard is not None)
    return next((each for each in on if f"{each.table_arn}/stream/{each.latest_stream_label}" == arn), None)


def shards_of(arn: str, role: str) -> dict[str, list[Entry]]:
    """What each shard holds, oldest first. `role` is the function's: Kinesis' records name it."""
    stream = stream_of(arn)
    if stream is None:
        return {}
    if kind_of(arn) == "dynamodb":
        return {stream.stream_shard.id: [of_table(each, arn) for each in stream.stream_shard.items]}
    return {
        shard.shard_id: [of_kinesis(each, shard.shard_id, arn, role) for each in list(shard.records.values())]
        for shard in stream.shards.values()
    }


def of_kinesis(record: Any, shard: str, arn: str, role: str) -> Entry:
    told = {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": record.partition_key,
            "sequenceNumber": str(record.sequence_number),
            "data": record.data,
            "approximateArrivalTimestamp": round(record.created_at, 3),
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{shard}:{record.sequence_number}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": role,
        "awsRegion": arn.split(":")[3],
        "eventSourceARN": arn,
    }
    return Entry(int(record.sequence_number), record.created_at, told)


def of_table(record: Any, arn: str) -> Entry:
    told = copy.deepcopy(record.to_json())
    came = told["dynamodb"]["ApproximateCreationDateTime"].timestamp()
    told["dynamodb"]["ApproximateCreationDateTime"] = int(came)
    return Entry(
        int(told["dynamodb"]["SequenceNumber"]),
        came,
        {**told, "awsRegion": arn.split(":")[3], "eventSourceARN": arn},
    )


def as_filtered(record: dict[str, Any]) -> dict[str, Any]:
    """A filter of Kinesis looks into the data, not into what it is wrapped in.

    https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
    """
    kinesis = record.get("kinesis")
    if kinesis is None:
        return record
    data = base64.b64decode(kinesis["data"])
    try:
        return {**record, "data": json.loads(data)}
    except ValueError:
        return {**record, "data": data.decode(errors="replace")}
