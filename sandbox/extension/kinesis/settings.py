"""Settings that plain moto does not know, and those that it does not look at.

It drops the tags, the record size and the warm throughput of a stream that is made, counts closed shards as open, keeps
the word ALL among metrics, and splits the shards of a stream on demand.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.kinesis.exceptions import InvalidArgumentError, StreamCannotBeUpdatedError
from moto.kinesis.models import KinesisBackend, Stream
from moto.kinesis.responses import KinesisResponse
from moto.core.exceptions import JsonRESTError

from kinesis.named import stream_named
from patching import Sandbox, adds, replaces

RECORD_KIB = 1024
METRICS = [
    "IncomingBytes",
    "IncomingRecords",
    "IteratorAgeMilliseconds",
    "OutgoingBytes",
    "OutgoingRecords",
    "ReadProvisionedThroughputExceeded",
    "WriteProvisionedThroughputExceeded",
]


def apply(sandbox: Sandbox) -> None:
    @replaces(KinesisResponse, "create_stream")
    def create_stream(original: Any, self: Any) -> EmptyResult:
        mode = (self._get_param("StreamModeDetails") or {}).get("StreamMode", "PROVISIONED")
        if mode == "PROVISIONED" and not self._get_param("ShardCount"):
            raise refused("ShardCount is required for a stream in provisioned mode.")
        warm = self._get_param("WarmThroughputMiBps")
        require_warm(self.kinesis_backend, mode, warm)
        answer = original(self)
        stream = self.kinesis_backend.streams[self._get_param("StreamName")]
        stream.tags.update(self._get_param("Tags") or {})
        stream.__dict__["sandbox_record_kib"] = self._get_param("MaxRecordSizeInKiB") or RECORD_KIB
        stream.__dict__["sandbox_warm"] = warm
        return answer

    @replaces(Stream, "to_json_summary")
    def to_json_summary(original: Any, self: Any) -> dict[str, Any]:
        told = original(self)
        summary = told["StreamDescriptionSummary"]
        summary["OpenShardCount"] = sum(shard.is_open for shard in self.shards.values())
        summary["ConsumerCount"] = len(self.consumers)
        summary["MaxRecordSizeInKiB"] = self.__dict__.get("sandbox_record_kib", RECORD_KIB)
        warm = self.__dict__.get("sandbox_warm")
        if warm:
            summary["WarmThroughput"] = {"TargetMiBps": warm, "CurrentMiBps": warm}
        return told

    @replaces(KinesisBackend, "enable_enhanced_monitoring")
    def enable_enhanced_monitoring(
        original: Any, self: Any, stream_arn: str | None, stream_name: str | None, shard_level_metrics: list[str]
    ) -> Any:
        asked = METRICS if "ALL" in shard_level_metrics else shard_level_metrics
        return original(self, stream_arn, stream_name, asked)

    for change in ("split_shard", "merge_shards"):
        provisioned_only(change)

    @adds(KinesisBackend, "update_max_record_size")
    def update_max_record_size(self: Any, stream_arn: str, kib: int) -> None:
        stream_named(self, stream_arn).__dict__["sandbox_record_kib"] = kib

    @adds(KinesisBackend, "update_stream_warm_throughput")
    def update_stream_warm_throughput(self: Any, stream_arn: str | None, stream_name: str | None, warm: int) -> Any:
        stream = stream_named(self, stream_arn, stream_name)
        require_warm(self, stream.stream_mode["StreamMode"], warm)
        stream.__dict__["sandbox_warm"] = warm
        return stream

    @adds(KinesisResponse, "update_max_record_size")
    def answer_record_size(self: Any) -> EmptyResult:
        self.kinesis_backend.update_max_record_size(self._get_param("StreamARN"), self._get_param("MaxRecordSizeInKiB"))
        return EmptyResult()

    @adds(KinesisResponse, "update_stream_warm_throughput")
    def answer_warm_throughput(self: Any) -> ActionResult:
        arn, name, warm = (self._get_param(each) for each in ("StreamARN", "StreamName", "WarmThroughputMiBps"))
        stream = self.kinesis_backend.update_stream_warm_throughput(arn, name, warm)
        now = {"TargetMiBps": warm, "CurrentMiBps": warm}
        return ActionResult({"StreamARN": stream.arn, "StreamName": stream.stream_name, "WarmThroughput": now})

    @adds(KinesisResponse, "describe_account_settings")
    def describe_account_settings(self: Any) -> ActionResult:
        return ActionResult({"MinimumThroughputBillingCommitment": {"Status": commitment(self.kinesis_backend)}})

    @adds(KinesisResponse, "update_account_settings")
    def update_account_settings(self: Any) -> ActionResult:
        status = self._get_param("MinimumThroughputBillingCommitment")["Status"]
        self.kinesis_backend.__dict__["sandbox_commitment"] = status
        return ActionResult({"MinimumThroughputBillingCommitment": {"Status": status}})


def provisioned_only(change: str) -> None:
    @replaces(KinesisBackend, change)
    def changed(original: Any, self: Any, stream_arn: str | None, stream_name: str | None, *given: Any) -> None:
        stream = stream_named(self, stream_arn, stream_name)
        if stream.stream_mode["StreamMode"] == "ON_DEMAND":
            raise StreamCannotBeUpdatedError(stream.stream_name, self.account_id)
        original(self, stream_arn, stream.stream_name, *given)


def commitment(backend: KinesisBackend) -> str:
    return backend.__dict__.get("sandbox_commitment", "DISABLED")


def require_warm(backend: KinesisBackend, mode: str, warm: int | None) -> None:
    if warm and (mode != "ON_DEMAND" or commitment(backend) == "DISABLED"):
        raise InvalidArgumentError("Warm throughput is for on-demand streams of accounts with a minimum commitment.")


def refused(message: str) -> JsonRESTError:
    return JsonRESTError("ValidationException", message)
