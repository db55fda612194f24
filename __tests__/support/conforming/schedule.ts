import type { CreateScheduleInput } from "@aws-sdk/client-scheduler";
import { schedule } from "../../../modules/protectors/schedule/protector.ts";
import { arbitrarySchedule, NAMED } from "../arbitrary-schedule.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd, START } from "../protector-conformance/proven.ts";
import { SchedulerPlace } from "./scheduler-place.ts";

interface Value {
  readonly id: string;
  readonly made: CreateScheduleInput & { readonly GroupName: string };
}

const BY_SCHEDULER = "Scheduler asks for it where a customer's key encrypts a schedule's input";

function prepareGroup({ scheduler }: SchedulerPlace, { made: { GroupName: Name } }: Value): void {
  if (!scheduler.groups.has(Name)) scheduler.CreateScheduleGroup({ Name });
}

/** Schedules, as the suite of kinds takes them. */
export const conforming: Conforming<SchedulerPlace, Value> = {
  protector: schedule,
  fake: (options) => new SchedulerPlace(options),
  arbitrary: arbitrarySchedule.map((made) => ({ id: `${made.GroupName}/${made.Name}`, made })),
  put: (fake, value) => {
    prepareGroup(fake, value);
    fake.scheduler.CreateSchedule(structuredClone(value.made));
  },
  // A group is a thing of its own.
  prepare: prepareGroup,
  change: ({ scheduler }, { id }, n) => {
    const found = scheduler.schedules.get(id);
    if (found === undefined) throw new Error(`there is no schedule ${id}`);
    scheduler.now += 1000;
    scheduler.UpdateSchedule({
      ...found,
      Description: `changed ${n}`,
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 20 + n },
    });
  },
  map: () => Object.fromEntries(NAMED.map((arn) => [arn, arn.replace(SOURCE.region, ELSEWHERE.region)])),
  neighbours: ({ scheduler }) => {
    const target = {
      Arn: "arn:aws:lambda:us-east-1:111122223333:function:x",
      RoleArn: "arn:aws:iam::1:role/x",
    };
    for (const Name of ["zz-other", "zz-third"])
      scheduler.CreateSchedule({
        Name,
        ScheduleExpression: "rate(1 hour)",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: target,
      });
    return () =>
      ["zz-other", "zz-third"].map((name) => structuredClone(scheduler.schedules.get(`default/${name}`)));
  },
  secretsOf: ({ made: { Target } }) => JSON.stringify(Target).match(/canary-[a-z0-9]+/g) ?? [],
  fires: ({ scheduler }, { id }) => (scheduler.schedules.get(id)?.State === "ENABLED" ? [id] : []),
  readOnlyFields: [],
  unseen: {
    "scheduler:GetScheduleGroup":
      "asked only of a group that does not come back with the schedule and is not there",
    "kms:Decrypt": BY_SCHEDULER,
    "kms:GenerateDataKey": BY_SCHEDULER,
    "activate kms:DescribeKey": BY_SCHEDULER,
  },
  tolerated: {
    "iam:GetRole": "with us-east-1 lost IAM is silent, and Scheduler will say",
    "kms:DescribeKey": "Scheduler will say",
    "scheduler:GetSchedule": "at the inventory it only tells whom a call of any API invokes",
  },
  proven: endToEnd(START),
  lost: ["schedules whose only time is past"],
};
