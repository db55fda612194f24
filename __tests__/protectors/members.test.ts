import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HANDED_IN } from "../support/conforming/handed-in.ts";
import { members as apiDestination } from "../support/members/api-destination.ts";
import { members as dynamodbTable } from "../support/members/dynamodb-table.ts";
import { members as eventBus } from "../support/members/event-bus.ts";
import { members as eventConnection } from "../support/members/event-connection.ts";
import { members as eventRule } from "../support/members/event-rule.ts";
import { judge } from "../support/members/judged.ts";
import { members as kinesisStream } from "../support/members/kinesis-stream.ts";
import { members as logFilter } from "../support/members/log-filter.ts";
import { type Members, unreasoned } from "../support/members/members.ts";
import { members as s3Notifications } from "../support/members/s3-notifications.ts";
import { members as schedule } from "../support/members/schedule.ts";
import { members as scheduleGroup } from "../support/members/schedule-group.ts";
import { members as snsTopic } from "../support/members/sns-topic.ts";
import { members as sqsQueue } from "../support/members/sqs-queue.ts";
import { members as stateMachine } from "../support/members/state-machine.ts";
import { members as targetGroup } from "../support/members/target-group.ts";

/** By kind. */
const MEMBERS: Readonly<Record<string, Members>> = {
  "api-destination": apiDestination,
  "dynamodb-table": dynamodbTable,
  "event-bus": eventBus,
  "event-connection": eventConnection,
  "event-rule": eventRule,
  "kinesis-stream": kinesisStream,
  "log-filter": logFilter,
  "s3-notifications": s3Notifications,
  schedule: schedule,
  "schedule-group": scheduleGroup,
  "sns-topic": snsTopic,
  "sqs-queue": sqsQueue,
  "state-machine": stateMachine,
  "target-group": targetGroup,
};

test("every kind has its table, or a test of its own of the SDK's model", () => {
  const kinds = HANDED_IN.map(({ protector }) => protector.spec.kind);
  // One test is of both kinds of APIs.
  const tested = kinds.filter((kind) =>
    existsSync(join(import.meta.dirname, kind.replace("websocket-api", "http-api"), "model.test.ts")),
  );
  expect([...tested, ...Object.keys(MEMBERS)].sort()).toEqual([...kinds].sort());
});

test.each(Object.entries(MEMBERS))(
  "each member that the SDK knows of %s is kept, compared, restored and told, or has a reason",
  async (name, members) => {
    const kind = HANDED_IN.find(({ protector }) => protector.spec.kind === name);
    if (kind === undefined) throw new Error(`nobody hands in ${name}`);
    expect(unreasoned(await judge(kind, members.keys), members)).toEqual([]);
  },
  300_000,
);
