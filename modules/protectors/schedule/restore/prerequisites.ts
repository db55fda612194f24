import { GetScheduleGroupCommand } from "@aws-sdk/client-scheduler";
import type { Blocked } from "../../blocked.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import type { Presence } from "../../kit/presence.ts";
import type { PlannedStep, PlanPorts } from "../../protector.ts";
import { arnOfGroup, DEFAULT_GROUP, scheduleId } from "../arn.ts";
import type { ScheduleDocument } from "../document.ts";
import type { ScheduleReads } from "../read.ts";

export interface ScheduleRestorePorts
  extends ScheduleReads,
    Pick<PlanPorts, "sleep" | "now" | "account" | "partition" | "region"> {
  readonly role: (arn: string) => Promise<Presence>;
  readonly key: (key: string) => Promise<Presence>;
}

/** Scheduler makes no group by itself. */
export async function planGroup(
  ports: ScheduleRestorePorts,
  document: ScheduleDocument,
  together: ReadonlySet<string>,
  isThere: boolean,
  blocked: Blocked[],
): Promise<void> {
  const { group } = document;
  if (group === DEFAULT_GROUP || isThere || together.has(arnOfGroup(ports, group))) return;
  const what = { resource: `schedule group ${group}`, call: "scheduler:GetScheduleGroup" };
  const found = await attemptOrNone(ports.sleep, what, () =>
    ports.scheduler.send(new GetScheduleGroupCommand({ Name: group })),
  );
  if (found !== undefined) return;
  blocked.push({
    because: "incomplete",
    message: `group ${group} of schedule ${scheduleId(document)} is not there`,
    hint: `restore schedule-group/${group} with it, or create the group first`,
  });
}

/** The role that it calls by is used as it is. */
export async function planRole(
  ports: ScheduleRestorePorts,
  document: ScheduleDocument,
  steps: PlannedStep[],
  blocked: Blocked[],
): Promise<void> {
  const role = String(document.settings.Target.RoleArn);
  if ((await ports.role(role)) === "absent")
    blocked.push({
      because: "role",
      message: `role ${role} of schedule ${scheduleId(document)} does not exist`,
      hint: "create it first, or map it to one that exists",
    });
  else steps.push({ title: `use role ${role}`, call: "iam:GetRole", effect: "keep" });
}

export async function planKey(
  ports: ScheduleRestorePorts,
  document: ScheduleDocument,
  steps: PlannedStep[],
  blocked: Blocked[],
): Promise<void> {
  const { KmsKeyArn: key } = document.settings;
  if (typeof key !== "string") return;
  if ((await ports.key(key)) === "absent")
    blocked.push({
      because: "key",
      message: `key ${key} of schedule ${scheduleId(document)} does not exist or is not enabled`,
      hint: "create or enable it first, or map it to one that is",
    });
  else steps.push({ title: `use key ${key}`, call: "kms:DescribeKey", effect: "keep" });
}
