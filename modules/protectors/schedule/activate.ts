import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { parseArn } from "../../core/arn.ts";
import type { ActivateRequest, Activating } from "../activating.ts";
import { attempt, orNone } from "../kit/attempt.ts";
import { refuseBesideEnabled } from "../kit/beside-source.ts";
import { unlessGone } from "../kit/disarming.ts";
import { parserOf } from "../kit/parse.ts";
import { isOnce } from "../kit/past.ts";
import { ARM_AGAIN, DISARM_AGAIN, RestoreError } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import { switchedOff } from "../kit/switched-off.ts";
import type { ClientOf, TimedPorts } from "../protector.ts";
import { DEFAULT_GROUP, parseScheduleId, type ScheduleName, scheduleId } from "./arn.ts";
import { endedAt, isOver, openUntil, paceOf } from "./past.ts";
import { type FoundSchedule, getSchedule, type ScheduleReads } from "./read.ts";
import { scheduleSpec } from "./spec.ts";
import { updateSchedule } from "./write.ts";

type ActivatePorts = ScheduleReads & TimedPorts;

interface ScheduleActivation extends ScheduleName {
  /** As it was captured. */
  readonly enabled: boolean;
  /** ARN of the schedule that was captured. Absent in results of older versions. */
  readonly source?: string;
  /** It was there and disabled when it was restored. */
  readonly off?: boolean;
}

const text = { type: "string", pattern: "^[0-9a-zA-Z-_.]{1,64}$" };

/** @throws FormError */
export const parseActivation = parserOf<ScheduleActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["group", "name", "enabled"],
    properties: {
      group: text,
      name: text,
      enabled: { type: "boolean" },
      source: { type: "string", pattern: "^arn:" },
      off: { type: "boolean" },
    },
  },
  "what activates the schedule",
);

/** One that was enabled is enabled again, with all else as it is then. */
export function activatings(
  ports: ActivatePorts,
  { enabled, source, off, ...of }: ScheduleActivation,
  request: ActivateRequest,
): Activating[] {
  const { arn } = request;
  if (!enabled) return [];
  const call = "scheduler:UpdateSchedule";
  const resource = `schedule ${scheduleId(of)}`;
  const look = async (): Promise<FoundSchedule> => {
    const live = await now(ports, of, arn);
    if (!live.enabled) requireTimeLeft(live, ports.now(), resource, call);
    if (!live.enabled && off) request.note(switchedOff(resource));
    if (!live.enabled && paceOf(live.settings) !== undefined && live.settings.StartDate === undefined)
      request.note(
        `${resource} has no start date that its rate counts from: it may call at once, and goes on at that pace`,
      );
    if (!live.enabled && source !== undefined)
      await refuseBesideEnabled(ports, request, { resource, call, source, runs: runningOf(source) });
    return live;
  };
  return [
    {
      title: `enable ${resource}`,
      call,
      active: async () => (await look()).enabled,
      activate: async () => {
        const live = await look();
        if (live.enabled) return "kept";
        await attempt(ports.sleep, { resource, call, again: ARM_AGAIN }, () =>
          updateSchedule(ports, { ...of, ...live, enabled: true }),
        );
        return "written";
      },
      disarming: {
        title: `disable ${resource}`,
        call,
        // One that has called for the last time may be deleted by Scheduler.
        inactive: async () => {
          const live = await unlessGone(() => now(ports, of, arn, DISARM_AGAIN));
          return live?.enabled !== true || isOver(live, ports.now());
        },
        disarm: async () => {
          const live = await now(ports, of, arn, DISARM_AGAIN);
          await attempt(ports.sleep, { resource, call, again: DISARM_AGAIN }, () =>
            updateSchedule(ports, { ...of, ...live, enabled: false }),
          );
        },
      },
    },
  ];
}

/** @throws RestoreError for a schedule whose time passed since it was restored: to enable it would be to tell of calls that never come */
function requireTimeLeft(live: FoundSchedule, at: number, resource: string, call: string): void {
  const ended = endedAt(live, at);
  if (ended === undefined) return;
  const open = openUntil(live, at);
  if (open !== undefined)
    throw new RestoreError(
      resource,
      call,
      `its only time, ${ended}, has been, and it may have called until ${open}: whether it still does, Scheduler does not say`,
      `call ${live.settings.Target.Arn} yourself if it was not called; to have it run later, give the schedule another time`,
    );
  const time = isOnce(String(live.settings.ScheduleExpression))
    ? `its only time, ${ended}, is past`
    : `its end, ${ended}, is past`;
  throw new RestoreError(
    resource,
    call,
    `${time}: it never runs`,
    "call its target yourself if that still has to be; to have it run later, give the schedule another time",
  );
}

/** Whether the schedule that was captured is there and enabled: it runs by the clock, wherever it is. */
function runningOf(source: string): (client: ClientOf) => Promise<boolean> {
  const of = parseScheduleId(scheduleSpec.idOf(parseArn(source)) ?? "", DEFAULT_GROUP);
  return async (client) => {
    const there = await orNone(() => getSchedule({ scheduler: client(SchedulerClient) }, of));
    return there?.enabled === true;
  };
}

/** @throws RestoreError for a schedule that is not the restored one */
async function now(
  ports: ActivatePorts,
  of: ScheduleName,
  arn: string,
  again = ARM_AGAIN,
): Promise<FoundSchedule> {
  const what = { resource: `schedule ${scheduleId(of)}`, call: "scheduler:GetSchedule", again };
  const live = await attempt(ports.sleep, what, () => getSchedule(ports, of));
  requireRestored(what, live.arn, arn);
  return live;
}
