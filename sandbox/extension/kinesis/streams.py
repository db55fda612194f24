"""Lists of streams come in pages, and what hangs on a stream goes with it.

Plain moto gives pages of ten without a token and the summaries of all, keeps the policy of a deleted stream for the next
one of its name, and deletes a stream that still has consumers.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis.exceptions import InvalidArgumentError, ResourceInUseError
from moto.kinesis.models import KinesisBackend
from moto.kinesis.responses import KinesisResponse

from kinesis.named import stream_named
from patching import Sandbox, replaces

PAGE = 100
"""https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html"""


def apply(sandbox: Sandbox) -> None:
    @replaces(KinesisResponse, "list_streams")
    def list_streams(original: Any, self: Any) -> ActionResult:
        names = sorted(self.kinesis_backend.streams)
        after = self._get_param("NextToken") or self._get_param("ExclusiveStartStreamName")
        if self._get_param("NextToken") and after not in names:
            raise InvalidArgumentError("NextToken is invalid")
        left = [name for name in names if after is None or name > after]
        page = left[: self._get_param("Limit") or PAGE]
        more = len(left) > len(page)
        kept = ("StreamName", "StreamARN", "StreamStatus", "StreamModeDetails", "StreamCreationTimestamp")
        summaries = [
            self.kinesis_backend.describe_stream(None, name).to_json_summary()["StreamDescriptionSummary"] for name in page
        ]
        return ActionResult(
            {
                "HasMoreStreams": more,
                "StreamNames": page,
                "StreamSummaries": [{key: each[key] for key in kept} for each in summaries],
                **({"NextToken": page[-1]} if more else {}),
            }
        )

    @replaces(KinesisResponse, "delete_stream")
    def delete_stream(original: Any, self: Any) -> EmptyResult:
        backend: KinesisBackend = self.kinesis_backend
        stream = stream_named(backend, self._get_param("StreamARN"), self._get_param("StreamName"))
        if stream.consumers and not self._get_param("EnforceConsumerDeletion"):
            raise ResourceInUseError(
                f"Stream {stream.stream_name} under account {backend.account_id} has enhanced fan-out consumers."
            )
        for arn in [arn for arn in backend.resource_policies if arn == stream.arn or arn.startswith(f"{stream.arn}/")]:
            del backend.resource_policies[arn]
        del backend.streams[stream.stream_name]
        return EmptyResult()
