import {
  DescribeReplayCommand,
  LimitExceededException,
  PutRuleCommand,
  PutTargetsCommand,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { parseArn } from "../../../core/arn.ts";
import type { ArchiveReader } from "../../../drain/events/archive-reader.ts";
import { arnOfBus } from "../../event-rule/arn.ts";
import { deleteReading } from "./delete-reading.ts";
import { readingQueuePolicy } from "./queue-policy.ts";
import { type ReplayClients, TARGET } from "./reading-parts.ts";
import { KEPT_SECONDS, makeReadingQueue, receiveEvents, removeEvents } from "./reading-queues.ts";

/** The least that EventBridge takes: then an event goes to the dead letters, which are read as well. */
const TRIED_SECONDS = 60;

/** What the rule of a reading fits, and no rule of anybody else. */
export function patternOf(name: string): string {
  return JSON.stringify({ "replay-name": [name] });
}

interface Reading {
  /** Of the archive. */
  readonly arn: string;
  readonly bus: string;
  readonly name: string;
  readonly began: Date;
}

/** By a rule that fits this replay alone and two queues, all by one name: no rule of anybody else sees an event. */
export function readerOf(clients: ReplayClients, { arn, bus, name: Name, began }: Reading): ArchiveReader {
  const { events, sqs, sts } = clients;
  const on = { Name, EventBusName: bus };
  const at = parseArn(arn);
  const queueArn = (name: string): string => `arn:${at.partition}:sqs:${at.region}:${at.account}:${name}`;
  const urls = new Map<string, string>();
  const strangers = new Set<string>();
  let [rule, hasStarted] = ["", false];
  return {
    arn,
    open: async () => {
      const { Arn: caller } = await sts.send(new GetCallerIdentityCommand({}));
      if (caller === undefined) throw new Error(`STS answered without the ARN of who reads ${arn}`);
      const { RuleArn } = await events.send(
        new PutRuleCommand({
          ...on,
          EventPattern: patternOf(Name),
          Description: `zonekeep reads ${arn} by it, and deletes it then`,
        }),
      );
      if (RuleArn === undefined) throw new Error(`EventBridge answered without the ARN of ${Name}`);
      rule = RuleArn;
      const until = new Date(began.getTime() + 1000 * KEPT_SECONDS);
      for (const name of [Name, `${Name}-dead`]) {
        const policy = readingQueuePolicy({ arn: queueArn(name), rule, caller, until });
        urls.set(name, await makeReadingQueue(sqs, name, policy));
      }
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
      // Without it EventBridge would replay to every rule of the bus.
      if (rule === "") throw new Error(`${Name} has no rule to replay to`);
      hasStarted = true;
      try {
        await events.send(
          new StartReplayCommand({
            ...{ ReplayName: Name, EventSourceArn: arn },
            ...{ Destination: { Arn: arnOfBus(at, bus), FilterArns: [rule] } },
            ...{ EventStartTime: since, EventEndTime: until },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof LimitExceededException) return false;
        throw error;
      }
    },
    hasEnded: async () => {
      const { State, StateReason = "AWS gives no reason" } = await events.send(
        new DescribeReplayCommand({ ReplayName: Name }),
      );
      if (State === "COMPLETED") return true;
      if (State === "STARTING" || State === "RUNNING") return false;
      throw new Error(`replay ${Name} of ${arn} is ${State}: ${StateReason}`);
    },
    receive: () =>
      receiveEvents(sqs, {
        ...{ own: urls.get(Name) ?? "", dead: urls.get(`${Name}-dead`) ?? "" },
        ...{ replay: Name, strangers },
      }),
    strangers: () => strangers.size,
    remove: (received) => removeEvents(sqs, received),
    close: () => deleteReading(clients, { bus, name: Name, hasStarted }, urls),
  };
}
