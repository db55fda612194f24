import type { ActivateRequest, Activating } from "../activating.ts";
import { attempt } from "../kit/attempt.ts";
import { unlessGone } from "../kit/disarming.ts";
import { parserOf } from "../kit/parse.ts";
import { ARM_AGAIN, DISARM_AGAIN } from "../kit/restore-error.ts";
import { requireRestored } from "../kit/restored.ts";
import type { ProtectorPorts } from "../protector.ts";
import { type ScheduleName, scheduleId } from "./arn.ts";
import { type FoundSchedule, getSchedule, type ScheduleReads } from "./read.ts";
import { updateSchedule } from "./write.ts";

type ActivatePorts = ScheduleReads & Pick<ProtectorPorts, "sleep">;

interface ScheduleActivation extends ScheduleName {
  /** As it was captured. */
  readonly enabled: boolean;
}

const text = { type: "string", pattern: "^[0-9a-zA-Z-_.]{1,64}$" };

/** @throws FormError */
export const parseActivation = parserOf<ScheduleActivation>(
  {
    type: "object",
    additionalProperties: false,
    required: ["group", "name", "enabled"],
    properties: { group: text, name: text, enabled: { type: "boolean" } },
  },
  "what activates the schedule",
);

/** One that was enabled is enabled again, with all else as it is then. */
export function activatings(
  ports: ActivatePorts,
  { enabled, ...of }: ScheduleActivation,
  { arn }: ActivateRequest,
): Activating[] {
  if (!enabled) return [];
  const call = "scheduler:UpdateSchedule";
  const resource = `schedule ${scheduleId(of)}`;
  return [
    {
      title: `enable ${resource}`,
      call,
      active: async () => (await now(ports, of, arn)).enabled,
      activate: async () => {
        const live = await now(ports, of, arn);
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
        inactive: async () => (await unlessGone(() => now(ports, of, arn, DISARM_AGAIN)))?.enabled !== true,
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
