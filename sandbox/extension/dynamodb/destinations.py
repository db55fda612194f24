"""Kinesis streams that a table tells its changes are kept. Plain moto knows none; nothing is told."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.responses import DynamoHandler

from patching import Sandbox, adds


def apply(sandbox: Sandbox) -> None:
    @adds(DynamoHandler, "enable_kinesis_streaming_destination")
    def enable_kinesis_streaming_destination(self: Any) -> ActionResult:
        table, stream = named(self), self.body["StreamArn"]
        given = self.body.get("EnableKinesisStreamingConfiguration", {})
        if destinations_of(table).get(stream, {}).get("DestinationStatus") == "ACTIVE":
            raise MockValidationException("Table is not in a valid state to enable Kinesis Streaming Destination")
        destinations_of(table)[stream] = {"StreamArn": stream, "DestinationStatus": "ACTIVE", **given}
        return ActionResult(
            {
                "TableName": table.name,
                "StreamArn": stream,
                "DestinationStatus": "ENABLING",
                "EnableKinesisStreamingConfiguration": given,
            }
        )

    @adds(DynamoHandler, "update_kinesis_streaming_destination")
    def update_kinesis_streaming_destination(self: Any) -> ActionResult:
        table, stream = named(self), self.body["StreamArn"]
        given = self.body["UpdateKinesisStreamingConfiguration"]
        if destinations_of(table).get(stream, {}).get("DestinationStatus") != "ACTIVE":
            raise MockValidationException("Table is not in a valid state to update Kinesis Streaming Destination")
        destinations_of(table)[stream].update(given)
        return ActionResult(
            {
                "TableName": table.name,
                "StreamArn": stream,
                "DestinationStatus": "UPDATING",
                "UpdateKinesisStreamingConfiguration": given,
            }
        )

    @adds(DynamoHandler, "disable_kinesis_streaming_destination")
    def disable_kinesis_streaming_destination(self: Any) -> ActionResult:
        table, stream = named(self), self.body["StreamArn"]
        if destinations_of(table).get(stream, {}).get("DestinationStatus") != "ACTIVE":
            raise MockValidationException("Table is not in a valid state to disable Kinesis Streaming Destination")
        destinations_of(table)[stream]["DestinationStatus"] = "DISABLED"
        return ActionResult({"TableName": table.name, "StreamArn": stream, "DestinationStatus": "DISABLING"})

    @adds(DynamoHandler, "describe_kinesis_streaming_destination")
    def describe_kinesis_streaming_destination(self: Any) -> ActionResult:
        table = named(self)
        return ActionResult(
            {
                "TableName": table.name,
                "KinesisDataStreamDestinations": list(destinations_of(table).values()),
            }
        )


def named(response: Any) -> Any:
    return response.dynamodb_backend.get_table(response.body["TableName"])


def destinations_of(table: Any) -> dict[str, dict[str, Any]]:
    if not hasattr(table, "sandbox_destinations"):
        table.sandbox_destinations = {}
    return table.sandbox_destinations
