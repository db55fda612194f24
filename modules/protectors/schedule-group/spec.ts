import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html";

const onGroups = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `scheduler:${action}`,
    resources: ["arn:{partition}:scheduler:{region}:{account}:schedule-group/*"],
  }));

const reads = onGroups("GetScheduleGroup", "ListTagsForResource");

/** Groups that schedules are made in. Nothing here deletes one. */
export const scheduleGroupSpec: KindSpec = {
  kind: "schedule-group",
  noun: ["schedule group", "schedule groups"],
  home: "regional",
  source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-group.html",
  trigger: "scheduler",
  // Schedules name their group; a group calls nobody.
  listedToFollow: false,
  idOf: ({ service, resource }) =>
    service === "scheduler" && resource.startsWith("schedule-group/")
      ? resource.slice("schedule-group/".length)
      : undefined,
  written: {
    id: "NAME",
    arn: "arn:{partition}:scheduler:{region}:{account}:schedule-group/NAME",
    parts: [{ letters: /[A-Za-z0-9_.-]/, most: 64 }],
    everywhere: "default",
  },
  permissions: {
    inventory: inRegion("scheduler", "ListScheduleGroups"),
    capture: reads,
    restore: [...onGroups("CreateScheduleGroup", "TagResource"), ...reads],
    activate: [],
  },
  wildcardActions: { "scheduler:ListScheduleGroups": ACTIONS },
  pace: {
    budget: "Scheduler reads of groups",
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html",
    perSecond: 10,
    perThing: () => 2,
    perPage: () => 0,
    pageSize: 100,
  },
};
