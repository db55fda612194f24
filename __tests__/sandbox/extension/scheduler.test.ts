import { setTimeout as sleep } from "node:timers/promises";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  GetScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { expect, test } from "vitest";
import { moveSchedules } from "../../../sandbox/schedule-clock.ts";
import {
  type Aws,
  clients,
  eventually,
  fresh,
  HOME,
  makeFunction,
  makeQueue,
  makeRole,
  required,
} from "./clients.ts";
import { arnOf, got, SAYS_WHAT_IT_GOT } from "./listeners.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { letter, letters, moveClock } from "./rules.ts";
import { ACCOUNT, startExtension } from "./servers.ts";

const schedulerOf = ({ endpoint }: Aws): SchedulerClient => {
  const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
  return new SchedulerClient({ endpoint, region: HOME, credentials, maxAttempts: 1 });
};

/** The ARN of a role that Scheduler may take, and that may do `actions` on everything. */
async function makeSchedulerRole(aws: Aws, ...actions: string[]): Promise<string> {
  const role = await makeRole(aws, "scheduler.amazonaws.com");
  const may = { Effect: "Allow", Action: actions, Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [may] });
  const RoleName = required(role.split("/").at(-1));
  if (actions.length > 0)
    await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "may", PolicyDocument }));
  return role;
}

type Input = Partial<CreateScheduleCommandInput>;

/** The name of a schedule that sends to a queue, the hour by default. */
async function schedule(aws: Aws, Arn: string, more: Input = {}): Promise<string> {
  const Name = fresh("schedule");
  const RoleArn = await makeSchedulerRole(aws, "sqs:SendMessage", "lambda:InvokeFunction");
  await schedulerOf(aws).send(
    new CreateScheduleCommand({
      Name,
      ScheduleExpression: "rate(1 hour)",
      FlexibleTimeWindow: { Mode: "OFF" },
      ...more,
      Target: { Arn, RoleArn, ...more.Target },
    }),
  );
  return Name;
}

const read = async (aws: Aws, Name: string) => {
  const { $metadata, ...found } = await schedulerOf(aws).send(new GetScheduleCommand({ Name }));
  return found;
};

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A time of UTC that is some seconds away, as `at` wants it. */
const away = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19);

const probes: readonly Probe[] = [
  {
    says: "a rate fires at once and then each hour, and hands over its input with its context",
    holds: async (aws) => {
      const queue = await makeQueue(aws);
      const Input =
        "<aws.scheduler.schedule-arn> <aws.scheduler.attempt-number> at <aws.scheduler.scheduled-time>";
      const Name = await schedule(aws, queue.arn, { Target: { Input } as never });
      await moveClock(aws, 0);
      const arn = `arn:aws:scheduler:${HOME}:${ACCOUNT}:schedule/default/${Name}`;
      const { body } = await letter(aws, queue);
      expect(body).toMatch(new RegExp(`^${arn} 1 at \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$`));
      await moveClock(aws, HOUR - 60);
      expect(await letters(aws, queue.url)).toEqual([]);
      await moveClock(aws, 61);
      await letter(aws, queue);
    },
  },
  {
    says: "moved on for some alone, the clock lets no other fire",
    holds: async (aws) => {
      const [queue, other] = [await makeQueue(aws), await makeQueue(aws)];
      const Name = await schedule(aws, queue.arn);
      await schedule(aws, other.arn);
      await moveSchedules(aws.endpoint, 0, `arn:aws:scheduler:${HOME}:${ACCOUNT}:schedule/default/${Name}`);
      await letter(aws, queue);
      await moveClock(aws, 0);
      expect(await letters(aws, other.url)).toEqual([]);
    },
  },
  {
    says: "without an input, a function gets a notification",
    holds: async (aws) => {
      const name = await makeFunction(aws, SAYS_WHAT_IT_GOT);
      const Name = await schedule(aws, arnOf(name));
      await moveClock(aws, 0);
      expect(await got(aws, name)).toEqual([
        {
          version: "0",
          id: expect.any(String),
          "detail-type": "Scheduled Event",
          source: "aws.scheduler",
          account: ACCOUNT,
          time: expect.stringMatching(/Z$/),
          region: HOME,
          resources: [`arn:aws:scheduler:${HOME}:${ACCOUNT}:schedule/default/${Name}`],
          detail: "{}",
        },
      ]);
    },
  },
  {
    says: "what the role may not do goes to the dead-letter queue, with the reason",
    holds: async (aws) => {
      const [queue, dead] = [await makeQueue(aws), await makeQueue(aws)];
      const RoleArn = await makeSchedulerRole(aws);
      const DeadLetterConfig = { Arn: dead.arn };
      const PolicyDocument = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: dead.arn }],
      });
      const RoleName = required(RoleArn.split("/").at(-1));
      await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "may", PolicyDocument }));
      const Name = await schedule(aws, queue.arn, {
        Target: { Arn: queue.arn, RoleArn, DeadLetterConfig, Input: "mine" },
      });
      await moveClock(aws, 0);
      const { body, told } = await letter(aws, dead);
      expect(body).toBe("mine");
      expect(told).toEqual({
        SCHEDULE_ARN: `arn:aws:scheduler:${HOME}:${ACCOUNT}:schedule/default/${Name}`,
        TARGET_ARN: queue.arn,
        SCHEDULED_TIME: expect.stringMatching(/Z$/),
        EXECUTION_ID: expect.any(String),
        ERROR_CODE: "AccessDeniedException",
        ERROR_MESSAGE: expect.stringContaining("sqs:SendMessage"),
        RETRY_ATTEMPTS: "0",
        IS_PAYLOAD_TRUNCATED: "false",
      });
    },
  },
  {
    says: "what runs once runs in its zone, then it is gone when it is to be deleted, and stays when not",
    holds: async (aws) => {
      const queue = await makeQueue(aws);
      const when = { ScheduleExpressionTimezone: "Asia/Tokyo", ScheduleExpression: `at(${away(2 * DAY)})` };
      const gone = await schedule(aws, queue.arn, { ...when, ActionAfterCompletion: "DELETE" });
      const kept = await schedule(aws, queue.arn, when);
      // Nine hours before UTC gets there.
      await moveClock(aws, 2 * DAY - 8 * HOUR);
      const bodies: string[] = [];
      await eventually(aws, async () => {
        bodies.push(...(await letters(aws, queue.url)).map(({ body }) => body));
        return bodies.length === 2 ? true : undefined;
      });
      expect(bodies.map((body) => JSON.parse(body).resources[0].split("/").at(-1)).sort()).toEqual(
        [gone, kept].sort(),
      );
      await expect(read(aws, gone)).rejects.toThrow(`Schedule ${gone} does not exist.`);
      expect(await read(aws, kept)).toMatchObject({ State: "ENABLED", ActionAfterCompletion: "NONE" });
      await moveClock(aws, DAY);
      expect(await letters(aws, queue.url)).toEqual([]);
    },
  },
  {
    says: "a flexible window ends with the invocation at the latest",
    holds: async (aws) => {
      const queue = await makeQueue(aws);
      await schedule(aws, queue.arn, {
        ScheduleExpression: "rate(1 day)",
        FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
      });
      await moveClock(aws, 15 * 60);
      await letter(aws, queue);
    },
  },
  {
    says: "between start and end, and while it is enabled, a schedule fires",
    holds: async (aws) => {
      const queue = await makeQueue(aws);
      await schedule(aws, queue.arn, { State: "DISABLED" });
      const late = new Date(Date.now() + 400 * DAY * 1000);
      await schedule(aws, queue.arn, { StartDate: late });
      await schedule(aws, queue.arn, { EndDate: new Date(Date.now() - 1000) });
      await schedule(aws, queue.arn, { Target: { Input: "only this" } as never });
      await moveClock(aws, 0);
      expect((await letter(aws, queue)).body).toBe("only this");
      await sleep(500);
      expect(await letters(aws, queue.url)).toEqual([]);
    },
  },
  {
    says: "an update sets what it leaves out to the default",
    holds: async (aws) => {
      const { arn } = await makeQueue(aws);
      const Name = await schedule(aws, arn, {
        State: "DISABLED",
        Description: "mine",
        ActionAfterCompletion: "DELETE",
        ScheduleExpressionTimezone: "Asia/Tokyo",
        Target: { RetryPolicy: { MaximumRetryAttempts: 1 } } as never,
      });
      const before = await read(aws, Name);
      expect(before.Target?.RetryPolicy).toEqual({
        MaximumEventAgeInSeconds: 86_400,
        MaximumRetryAttempts: 1,
      });
      const { RoleArn } = required(before.Target);
      const FlexibleTimeWindow = { Mode: "OFF" } as const;
      const Target = { Arn: arn, RoleArn };
      await schedulerOf(aws).send(
        new UpdateScheduleCommand({ Name, ScheduleExpression: "rate(2 days)", FlexibleTimeWindow, Target }),
      );
      expect(await read(aws, Name)).toEqual({
        ActionAfterCompletion: "NONE",
        Arn: before.Arn,
        CreationDate: before.CreationDate,
        FlexibleTimeWindow,
        GroupName: "default",
        LastModificationDate: expect.any(Date),
        Name,
        ScheduleExpression: "rate(2 days)",
        ScheduleExpressionTimezone: "UTC",
        State: "ENABLED",
        Target: { ...Target, RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
      });
    },
  },
  {
    says: "a role that does not trust Scheduler is refused, and so is a group that is not there",
    holds: async (aws) => {
      const { arn } = await makeQueue(aws);
      const RoleArn = await makeRole(aws);
      await expect(schedule(aws, arn, { Target: { Arn: arn, RoleArn } })).rejects.toThrow(
        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
      );
      await expect(schedule(aws, arn, { GroupName: "nobodys" })).rejects.toThrow(
        "Schedule group nobodys does not exist.",
      );
    },
  },
];

probeBoth(probes);

test("schedules fire by themselves where that is asked for", async () => {
  const server = await startExtension(undefined, { ZONEKEEP_SANDBOX_SCHEDULES: "fire" });
  try {
    const aws = clients(server.endpoint);
    const queue = await makeQueue(aws);
    await schedule(aws, queue.arn, { ScheduleExpression: "rate(1 day)" });
    await letter(aws, queue);
  } finally {
    await server.stop();
  }
});
