import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import { keysVia } from "../keys-via.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html";

const onSchedules = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `scheduler:${action}`,
    resources: ["arn:{partition}:scheduler:{region}:{account}:schedule/*"],
  }));

const onGroups: Permission = {
  action: "scheduler:GetScheduleGroup",
  resources: ["arn:{partition}:scheduler:{region}:{account}:schedule-group/*"],
};

/**
 * The input that is encrypted with a customer's key Scheduler reads and writes with the rights of who asks.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html
 */
const byScheduler = (...actions: string[]): Permission[] => keysVia("scheduler", ...actions);

/** Schedules of EventBridge Scheduler. Nothing here deletes one. */
export const scheduleSpec: KindSpec = {
  kind: "schedule",
  noun: ["schedule", "schedules"],
  home: "regional",
  source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule.html",
  trigger: "scheduler",
  // It calls by a role of its own, and leaves no trace in what it calls.
  listedToFollow: true,
  idOf: ({ service, resource }) =>
    service === "scheduler" && resource.startsWith("schedule/")
      ? resource.slice("schedule/".length)
      : undefined,
  written: {
    id: "GROUP/NAME",
    arn: "arn:{partition}:scheduler:{region}:{account}:schedule/GROUP/NAME",
    parts: [
      { letters: /[A-Za-z0-9_.-]/, most: 64 },
      { letters: /[A-Za-z0-9_.-]/, most: 64 },
    ],
  },
  permissions: {
    // What a call of any API targets stands in its input, which lists leave out.
    inventory: [
      ...inRegion("scheduler", "ListSchedules"),
      ...onSchedules("GetSchedule"),
      ...byScheduler("Decrypt"),
    ],
    capture: [...onSchedules("GetSchedule"), ...byScheduler("Decrypt")],
    restore: [
      ...onSchedules("CreateSchedule", "UpdateSchedule", "GetSchedule"),
      onGroups,
      { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
      ...byScheduler("Decrypt", "GenerateDataKey"),
    ],
    activate: [
      ...onSchedules("UpdateSchedule"),
      ...byScheduler("DescribeKey", "GenerateDataKey"),
      // Also of the region that it was restored from, where it may run still.
      { action: "scheduler:GetSchedule", resources: ["arn:{partition}:scheduler:*:{account}:schedule/*"] },
      {
        action: "kms:Decrypt",
        resources: ["arn:{partition}:kms:*:{account}:key/*"],
        condition: { StringLike: { "kms:ViaService": "scheduler.*.{dns}" } },
      },
    ],
  },
  wildcardActions: { "scheduler:ListSchedules": ACTIONS },
  passedTo: "scheduler.amazonaws.com",
  pace: {
    budget: "Scheduler reads",
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html",
    perSecond: 50,
    perThing: () => 2,
    perPage: () => 1,
    pageSize: 100,
  },
};
