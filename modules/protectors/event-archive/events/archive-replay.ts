import {
  DescribeReplayCommand,
  LimitExceededException,
  PutRuleCommand,
  PutTargetsCommand,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import { parseArn } from "../../../core/arn.ts";
import type { ArchiveReader } from "../../../drain/events/archive-reader.ts";
import { arnOfBus } from "../../event-rule/arn.ts";
import { deleteReading } from "./delete-reading.ts";
import { type ReplayClients, TARGET } from "./reading-parts.ts";
import { makeReadingQueue, receiveEvents, removeEvents } from "./reading-queues.ts";

/** The least that EventBridge takes: then an event goes to the dead letters, which are read as well. */
const TRIED_SECONDS = 60;

/** What the rule of a reading fits, and no rule of anybody else. */
export function patternOf(name: string): string {
  return JSON.stringify({ "replay-name": [name] });
}

/** By a rule that fits this replay alone and two queues, all by one name: no rule of anybody else sees an event. */
export function readerOf(
  clients: ReplayClients,
  { arn, bus, name: Name }: { readonly arn: string; readonly bus: string; readonly name: string },
): ArchiveReader {
  const { events, sqs } = clients;
  const on = { Name, EventBusName: bus };
  const at = parseArn(arn);
  const queueArn = (name: string): string => `arn:${at.partition}:sqs:${at.region}:${at.account}:${name}`;
  const urls = new Map<string, string>();
  const strangers = new Set<string>();
  let [rule, hasStarted] = ["", false];
  return {
    arn,
    open: async () => {
      const { RuleArn } = await events.send(
        new PutRuleCommand({
          ...on,
          EventPattern: patternOf(Name),
          Description: `zonekeep reads ${arn} by it, and deletes it then`,
        }),
      );
      if (RuleArn === undefined) throw new Error(`EventBridge answered without the ARN of ${Name}`);
      rule = RuleArn;
      for (const name of [Name, `${Name}-dead`])
        urls.set(name, await makeReadingQueue(sqs, { name, arn: queueArn(name), rule }));
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
