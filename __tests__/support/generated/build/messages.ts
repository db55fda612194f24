import { HOME } from "../../application.ts";
import type { Builder, Of } from "../builder.ts";
import { ROLE } from "../names.ts";

export function makeQueue(
  builder: Builder,
  QueueName: string,
  { fifo, dead, batch, enabled, reader }: Of<"queues">,
): void {
  const { sqs, lambda } = builder.region;
  const kind = fifo ? { FifoQueue: "true" } : {};
  const deadName = QueueName.replace("queue", "dead");
  if (dead) sqs.CreateQueue({ QueueName: deadName, Attributes: { ...kind } });
  const redrive = { deadLetterTargetArn: sqs.arn(deadName), maxReceiveCount: 3 };
  sqs.CreateQueue({
    QueueName,
    Attributes: { ...kind, ...(dead && { RedrivePolicy: JSON.stringify(redrive) }) },
  });
  const { name, qualifier } = builder.picked(reader);
  lambda.CreateEventSourceMapping({
    FunctionName: qualifier === undefined ? name : `${name}:${qualifier}`,
    EventSourceArn: sqs.arn(QueueName),
    BatchSize: batch,
    Enabled: enabled,
  });
}

export function subscribe(builder: Builder, topic: string, { filter, tells }: Of<"topics">): void {
  const { sns } = builder.region;
  const TopicArn = sns.arn(topic);
  const told = new Set<string>();
  for (const telling of tells) {
    const Endpoint = builder.told(telling, "sns", TopicArn);
    if (told.has(Endpoint)) continue;
    told.add(Endpoint);
    sns.Subscribe({
      TopicArn,
      Protocol: Endpoint.includes(":lambda:") ? "lambda" : "sqs",
      Endpoint,
      Attributes: {
        ...(filter !== undefined && { FilterPolicy: filter }),
        ...(telling.letters && { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: builder.letters() }) }),
      },
    });
  }
}

export function makePipe(
  builder: Builder,
  Name: string,
  { kind, enriched, template, running, tells }: Of<"pipes">,
): void {
  const { sqs, lambda, pipes } = builder.region;
  const QueueName = Name.replace("pipe", "piped");
  sqs.CreateQueue({ QueueName });
  const Target = builder.told(tells, undefined, "");
  const called = enriched && builder.picked(enriched);
  pipes.CreatePipe({
    Name,
    DesiredState: running ? "RUNNING" : "STOPPED",
    Source: sqs.arn(QueueName),
    ...(kind !== undefined && {
      SourceParameters: {
        FilterCriteria: { Filters: [{ Pattern: `{"awsRegion":["${HOME}"],"body":{"kind":["${kind}"]}}` }] },
      },
    }),
    ...(called && {
      Enrichment: lambda.arn(called.name, called.qualifier),
      EnrichmentParameters: { InputTemplate: `{"queue":"${sqs.arn(QueueName)}","body":<$.body>}` },
    }),
    Target,
    TargetParameters: {
      ...(template !== undefined && { InputTemplate: template }),
      ...(Target.includes(":states:") && {
        StepFunctionStateMachineParameters: { InvocationType: "FIRE_AND_FORGET" },
      }),
      ...(Target.endsWith(".fifo") && { SqsQueueParameters: { MessageGroupId: "all" } }),
    },
    RoleArn: ROLE,
  });
}
