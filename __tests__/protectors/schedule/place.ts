import { CreateScheduleCommand, type CreateScheduleInput } from "@aws-sdk/client-scheduler";
import type { PlanPorts, PlanRequest } from "../../../modules/protectors/protector.ts";
import type { ScheduleDocument, ScheduleSecrets } from "../../../modules/protectors/schedule/document.ts";
import { schedule } from "../../../modules/protectors/schedule/protector.ts";
import { SchedulerPlace } from "../../support/conforming/scheduler-place.ts";
import { type Asked, planPortsOf, requestOf } from "../../support/made-plan.ts";

export const HOME = { partition: "aws", account: "111122223333", region: "us-east-1" };
export const AWAY = { ...HOME, region: "eu-west-1" };
export const FUNCTION = `arn:aws:lambda:us-east-1:${HOME.account}:function:orders`;
const ROLE = `arn:aws:iam::${HOME.account}:role/caller`;

/** Calls a function every hour unless it says otherwise. */
function input(parts: Partial<CreateScheduleInput> = {}, target: object = {}): CreateScheduleInput {
  return {
    Name: "nightly",
    ScheduleExpression: "rate(1 hour)",
    FlexibleTimeWindow: { Mode: "OFF" },
    ...parts,
    Target: { Arn: FUNCTION, RoleArn: ROLE, ...target },
  };
}

export function place(at = HOME): SchedulerPlace {
  return new SchedulerPlace({ ...at, page: 2 });
}

export async function made(parts?: Partial<CreateScheduleInput>, target?: object): Promise<SchedulerPlace> {
  const there = place();
  const group = parts?.GroupName;
  if (group !== undefined) there.scheduler.CreateScheduleGroup({ Name: group });
  await there.scheduler.send(new CreateScheduleCommand(input(parts, target)));
  return there;
}

export function ports({ client, scheduler }: SchedulerPlace): PlanPorts {
  const { account, region } = scheduler;
  return planPortsOf({ account, region, client }, { now: () => scheduler.now });
}

export async function captured(there: SchedulerPlace, id = "default/nightly") {
  const arn = there.scheduler.arn("schedule", id);
  const found = await schedule.capture(
    ports(there) as never,
    { kind: "schedule", id, name: id, arn, related: [] },
    { scope: { code: "published", triggers: "all" }, today: "2026-01-01", keep: async (one) => one },
  );
  if (found === undefined) throw new Error(`${id} is gone`);
  return found;
}

export function request(
  { document, secrets }: { document: ScheduleDocument; secrets?: ScheduleSecrets },
  more: Asked<ScheduleDocument, ScheduleSecrets> = {},
  target = HOME,
): PlanRequest<ScheduleDocument, ScheduleSecrets> {
  const own = { today: "2026-01-01", ...(secrets !== undefined && { secrets }) };
  return requestOf(schedule, document, { ...own, ...more }, target);
}
