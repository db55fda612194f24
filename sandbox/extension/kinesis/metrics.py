"""How much came into a stream: https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html"""

from __future__ import annotations

from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.kinesis.models import KinesisBackend

from patching import Sandbox, replaces


def apply(sandbox: Sandbox) -> None:
    @replaces(KinesisBackend, "put_record")
    def put_record(original: Any, self: Any, *args: Any, **named: Any) -> Any:
        answer = original(self, *args, **named)
        came(self, 1, *args, **named)
        return answer

    @replaces(KinesisBackend, "put_records")
    def put_records(original: Any, self: Any, *args: Any, **named: Any) -> dict[str, Any]:
        answer = original(self, *args, **named)
        came(self, sum("SequenceNumber" in each for each in answer["Records"]), *args, **named)
        return answer


def came(kinesis: Any, records: int, stream_arn: str, stream_name: str, *_: Any, **__: Any) -> None:
    stream = kinesis.describe_stream(stream_arn=stream_arn, stream_name=stream_name)
    dimensions = [{"Name": "StreamName", "Value": stream.stream_name}]
    data = {"MetricName": "IncomingRecords", "Value": records, "Unit": "Count", "Dimensions": dimensions}
    cloudwatch_backends[kinesis.account_id][kinesis.region_name].put_metric_data("AWS/Kinesis", [data])
