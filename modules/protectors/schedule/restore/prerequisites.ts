import { GetScheduleGroupCommand } from "@aws-sdk/client-scheduler";
import type { Blocked } from "../../blocked.ts";
import { attemptOrNone } from "../../kit/attempt.ts";
import type { Presence } from "../../kit/presence.ts";
import type { PlanPorts } from "../../protector.ts";
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
