import {
  CancelReplayCommand,
  DeleteRuleCommand,
  DescribeReplayCommand,
  type EventBridgeClient,
  IllegalStatusException,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceNotFoundException,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { parseArn } from "../../../core/arn.ts";
import { errorText } from "../../../core/error-text.ts";
import type { ArchiveReader, ReceivedEvent } from "../../../drain/archive-events.ts";
import type { FailedMessage, Received } from "../../../drain/ports.ts";
import { keptEventOf } from "./kept-event.ts";

/** Seconds that nobody else receives a message: longer than it can take to write the batch that it is in. */
const HIDDEN_SECONDS = 600;
const WAIT_SECONDS = 5;
/** Seconds that a queue of ours keeps what nobody came for: a run that was killed leaves nothing for longer. */
const KEPT_SECONDS = 86_400;
/** The least that EventBridge takes: then an event goes to the dead letters, which are read as well. */
const TRIED_SECONDS = 60;
const TARGET = "queue";

interface Clients {
  readonly events: Pick<EventBridgeClient, "send">;
  readonly sqs: Pick<SQSClient, "send">;
}

/** By a rule that fits this replay alone and two queues, all by the name of the run: no rule of anybody else sees an event. */
export function readerOf(
  { events, sqs }: Clients,
  { arn, bus, run }: { readonly arn: string; readonly bus: string; readonly run: string },
): ArchiveReader {
  const Name = `zonekeep-archive-${run}`;
  const on = { Name, EventBusName: bus };
  const { partition, account, region } = parseArn(arn);
  const queueArn = (name: string): string => `arn:${partition}:sqs:${region}:${account}:${name}`;
  const urls = new Map<string, string>();
  let [rule, hasStarted] = ["", false];

  const makeQueue = async (QueueName: string): Promise<void> => {
    const Statement = [
      {
        ...{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" },
        ...{ Resource: queueArn(QueueName), Condition: { ArnEquals: { "aws:SourceArn": rule } } },
      },
    ];
    const { QueueUrl } = await sqs.send(
      new CreateQueueCommand({
        QueueName,
        Attributes: {
          Policy: JSON.stringify({ Version: "2012-10-17", Statement }),
          SqsManagedSseEnabled: "true",
          MessageRetentionPeriod: String(KEPT_SECONDS),
        },
      }),
    );
    if (QueueUrl === undefined) throw new Error(`SQS answered without the address of ${QueueName}`);
    urls.set(QueueName, QueueUrl);
  };

  const receiveFrom = async (QueueUrl: string, WaitTimeSeconds: number): Promise<ReceivedEvent[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl, WaitTimeSeconds, MaxNumberOfMessages: 10, VisibilityTimeout: HIDDEN_SECONDS },
      }),
    );
    return Messages.map(({ Body = "", ReceiptHandle = "" }) => {
      const { id, source, time, text: body } = keptEventOf(Body);
      const receipt = JSON.stringify([QueueUrl, ReceiptHandle]);
      return { message: { id, body, attributes: {} }, receipt, time, source };
    });
  };

  return {
    arn,
    open: async () => {
      const { RuleArn } = await events.send(
        new PutRuleCommand({
          ...on,
          EventPattern: JSON.stringify({ "replay-name": [Name] }),
          Description: `zonekeep reads ${arn} by it, and deletes it then`,
        }),
      );
      if (RuleArn === undefined) throw new Error(`EventBridge answered without the ARN of ${Name}`);
      rule = RuleArn;
      for (const name of [Name, `${Name}-dead`]) await makeQueue(name);
      const { FailedEntries = [] } = await events.send(
        new PutTargetsCommand({
          ...{ Rule: Name, EventBusName: bus },
          Targets: [
            {
              ...{ Id: TARGET, Arn: queueArn(Name), DeadLetterConfig: { Arn: queueArn(`${Name}-dead`) } },
              RetryPolicy: { MaximumEventAgeInSeconds: TRIED_SECONDS, MaximumRetryAttempts: 185 },
            },
          ],
        }),
      );
      const [failed] = FailedEntries;
      if (failed !== undefined)
        throw new Error(
          `EventBridge takes no target of ${Name}: ${failed.ErrorCode}: ${failed.ErrorMessage}`,
        );
    },
    start: async ({ since, until }) => {
      hasStarted = true;
      const Destination = { Arn: busArnOf(arn, bus), FilterArns: [rule] };
      await events.send(
        new StartReplayCommand({
          ...{ ReplayName: Name, EventSourceArn: arn, Destination },
          ...{ EventStartTime: since, EventEndTime: until },
        }),
      );
    },
    hasEnded: async () => {
      const { State, StateReason = "AWS gives no reason" } = await events.send(
        new DescribeReplayCommand({ ReplayName: Name }),
      );
      if (State === "COMPLETED") return true;
      if (State === "STARTING" || State === "RUNNING") return false;
      throw new Error(`replay ${Name} of ${arn} is ${State}: ${StateReason}`);
    },
    receive: async () => {
      const [own, dead] = [urls.get(Name) ?? "", urls.get(`${Name}-dead`) ?? ""];
      const received = await receiveFrom(own, WAIT_SECONDS);
      return received.length > 0 ? received : receiveFrom(dead, 0);
    },
    remove: async (received) => {
      for (const url of urls.values()) await removeFrom(sqs, url, received);
    },
    close: async () => {
      const left: FailedMessage[] = [];
      const attempt = async (id: string, act: () => Promise<unknown>): Promise<void> => {
        try {
          await act();
        } catch (error) {
          // One that has ended cannot be ended, and what is gone is deleted.
          if (error instanceof IllegalStatusException || error instanceof ResourceNotFoundException) return;
          if (error instanceof QueueDoesNotExist) return;
          left.push({ id, why: errorText(error) });
        }
      };
      if (hasStarted)
        await attempt(`replay ${Name}`, () => events.send(new CancelReplayCommand({ ReplayName: Name })));
      const targets = { Rule: Name, EventBusName: bus, Ids: [TARGET] };
      await attempt(`target of event rule ${bus}/${Name}`, () =>
        events.send(new RemoveTargetsCommand(targets)),
      );
      await attempt(`event rule ${bus}/${Name}`, () => events.send(new DeleteRuleCommand(on)));
      for (const QueueName of [Name, `${Name}-dead`])
        await attempt(`queue ${QueueName}`, async () => {
          // The answer to its making may have been lost.
          const found =
            urls.get(QueueName) ?? (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
          await sqs.send(new DeleteQueueCommand({ QueueUrl: found }));
        });
      return left;
    },
  };
}

function busArnOf(archive: string, bus: string): string {
  const { partition, account, region } = parseArn(archive);
  return `arn:${partition}:events:${region}:${account}:event-bus/${bus}`;
}

async function removeFrom(
  sqs: Clients["sqs"],
  QueueUrl: string,
  received: readonly Received[],
): Promise<void> {
  const handles = received.flatMap(({ receipt }) => {
    const [url, handle] = JSON.parse(receipt) as [string, string];
    return url === QueueUrl ? [handle] : [];
  });
  // What is not deleted comes again, and is known by its id.
  for (let at = 0; at < handles.length; at += 10) {
    const Entries = handles.slice(at, at + 10).map((ReceiptHandle, n) => ({ Id: String(n), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
