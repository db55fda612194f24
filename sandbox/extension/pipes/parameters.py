"""Which parameters belong to which source and target, and what AWS takes where nobody says otherwise.

https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeSourceParameters.html and
https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeTargetParameters.html
"""

from __future__ import annotations

from typing import Any

BATCH = {"BatchSize": 100, "MaximumBatchingWindowInSeconds": 0}
STREAM = BATCH | {"MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1, "ParallelizationFactor": 1}
DEFAULTS: dict[str, dict[str, Any]] = {
    "ActiveMQBrokerParameters": BATCH,
    "DynamoDBStreamParameters": STREAM,
    "KinesisStreamParameters": STREAM,
    "ManagedStreamingKafkaParameters": BATCH,
    "RabbitMQBrokerParameters": BATCH,
    "SelfManagedKafkaParameters": BATCH,
    "SqsQueueParameters": BATCH | {"BatchSize": 10},
}
OF_SOURCES = {
    "sqs": ("SqsQueueParameters",),
    "kinesis": ("KinesisStreamParameters",),
    "dynamodb": ("DynamoDBStreamParameters",),
    "kafka": ("ManagedStreamingKafkaParameters",),
    "mq": ("ActiveMQBrokerParameters", "RabbitMQBrokerParameters"),
    "smk": ("SelfManagedKafkaParameters",),
}
OF_TARGETS = {
    "batch": "BatchJobParameters",
    "ecs": "EcsTaskParameters",
    "execute-api": "HttpParameters",
    "kinesis": "KinesisStreamParameters",
    "lambda": "LambdaFunctionParameters",
    "logs": "CloudWatchLogsParameters",
    "redshift": "RedshiftDataParameters",
    "redshift-serverless": "RedshiftDataParameters",
    "sagemaker": "SageMakerPipelineParameters",
    "sqs": "SqsQueueParameters",
    "states": "StepFunctionStateMachineParameters",
    "timestream": "TimestreamParameters",
}
NEEDED = ("BatchJobParameters", "EcsTaskParameters", "KinesisStreamParameters", "RedshiftDataParameters", "TimestreamParameters")
"""Of targets: those that cannot be called without them."""
AT_BIRTH = (
    "StartingPosition",
    "StartingPositionTimestamp",
    "AdditionalBootstrapServers",
    "ConsumerGroupID",
    "QueueName",
    "TopicName",
    "VirtualHost",
)
"""What no update takes."""


def source_kind(source: str) -> str:
    return "smk" if source.startswith("smk://") else source.split(":")[2]


def target_parameters(target: str) -> str | None:
    """The member of TargetParameters that a target takes."""
    service, resource = target.split(":")[2], target.split(":", 5)[-1]
    if service == "events":
        return "HttpParameters" if resource.startswith("api-destination/") else "EventBridgeEventBusParameters"
    return OF_TARGETS.get(service)


def with_defaults(source: str, given: dict[str, Any] | None) -> dict[str, Any]:
    parameters = dict(given or {})
    if source_kind(source) == "sqs":
        parameters.setdefault("SqsQueueParameters", {})
    return {name: DEFAULTS[name] | one if name in DEFAULTS else one for name, one in parameters.items()}


def of_source(pipe: Any) -> dict[str, Any]:
    """What a pipe was told of its source."""
    parameters = pipe.source_parameters or {}
    return next((parameters[name] for name in OF_SOURCES[source_kind(pipe.source)] if name in parameters), {})
