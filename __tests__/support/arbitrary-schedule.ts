import type { CreateScheduleInput, ScheduleState } from "@aws-sdk/client-scheduler";
import fc from "fast-check";
import { SOURCE } from "./protector-conformance/conforming.ts";

const { account, region } = SOURCE;
const here = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const TARGETS = [
  here("lambda", "function:orders"),
  here("lambda", "function:orders:live"),
  here("sqs", "orders"),
  "arn:aws:scheduler:::aws-sdk:lambda:invoke",
];
const LETTERS = here("sqs", "orders-dead");
const KEY = here("kms", "key/0b1e5f6a-aaaa-bbbb-cccc-000000000001");
const ROLES = [`arn:aws:iam::${account}:role/caller`, `arn:aws:iam::${account}:role/other`];
/** All that the arbitrary's schedules name in their region. */
export const NAMED = [...TARGETS.slice(0, 3), LETTERS, KEY];

const secret = fc.stringMatching(/^canary-[a-z0-9]{6,12}$/);
const name = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{2,9}$/);

type Made = CreateScheduleInput & { Name: string; GroupName: string; State: ScheduleState };

/** Schedules of every form, none of them past. */
export const arbitrarySchedule: fc.Arbitrary<Made> = fc
  .record({
    Name: name,
    GroupName: fc.oneof(fc.constant("default"), name),
    State: fc.constantFrom<ScheduleState>("ENABLED", "DISABLED"),
    when: fc.constantFrom<Partial<CreateScheduleInput>>(
      { ScheduleExpression: "rate(5 minutes)" },
      { ScheduleExpression: "cron(15 10 ? * MON-FRI *)", ScheduleExpressionTimezone: "Europe/Berlin" },
      { ScheduleExpression: "at(2099-12-31T23:59:59)", ActionAfterCompletion: "DELETE" },
      {
        ScheduleExpression: "rate(1 day)",
        StartDate: new Date("2098-01-01"),
        EndDate: new Date("2099-01-01"),
      },
    ),
    window: fc.constantFrom<CreateScheduleInput["FlexibleTimeWindow"]>(
      { Mode: "OFF" },
      { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
    ),
    Description: fc.option(fc.constantFrom("nightly", "it's 100%"), { nil: undefined }),
    KmsKeyArn: fc.option(fc.constant(KEY), { nil: undefined }),
    target: fc.record({
      Arn: fc.constantFrom(...TARGETS),
      RoleArn: fc.constantFrom(...ROLES),
      Input: fc.option(
        secret.map((word) => JSON.stringify({ token: word, n: 1 })),
        { nil: undefined },
      ),
      SageMakerPipelineParameters: fc.option(
        secret.map((Value) => ({ PipelineParameterList: [{ Name: "token", Value }] })),
        { nil: undefined },
      ),
      RetryPolicy: fc.option(fc.constant({ MaximumRetryAttempts: 0 }), { nil: undefined }),
      DeadLetterConfig: fc.option(fc.constant({ Arn: LETTERS }), { nil: undefined }),
    }),
  })
  .map(
    ({ when, window, target, ...rest }) =>
      defined({ ...rest, ...when, FlexibleTimeWindow: window, Target: defined(target) }) as Made,
  );

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
