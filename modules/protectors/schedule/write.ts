import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import type { ScheduleDocument, ScheduleSecrets } from "./document.ts";
import { withStartToCome } from "./past.ts";
import type { ScheduleReads } from "./read.ts";

/** What writing asks: a start that passes between a plan and its step is refused as one that had passed before. */
export interface ScheduleWrites extends ScheduleReads {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Whole = Pick<ScheduleDocument, "group" | "name" | "enabled" | "settings"> & {
  readonly secrets?: ScheduleSecrets | undefined;
};

export async function createSchedule({ scheduler, now }: ScheduleWrites, schedule: Whole): Promise<void> {
  await scheduler.send(new CreateScheduleCommand(wholeOf(schedule, now())));
}

/** Always with every field: one that is left out goes back to its default. */
export async function updateSchedule({ scheduler, now }: ScheduleWrites, schedule: Whole): Promise<void> {
  await scheduler.send(new UpdateScheduleCommand(wholeOf(schedule, now())));
}

function wholeOf(
  { group, name, enabled, settings, secrets }: Whole,
  now: number,
): CreateScheduleCommandInput {
  const { StartDate, EndDate, Target, ...rest } = withStartToCome(settings, now);
  return {
    ...(rest as Partial<CreateScheduleCommandInput>),
    Name: name,
    GroupName: group,
    State: enabled ? "ENABLED" : "DISABLED",
    ...(StartDate !== undefined && { StartDate: new Date(String(StartDate)) }),
    ...(EndDate !== undefined && { EndDate: new Date(String(EndDate)) }),
    Target: { ...Target, ...(secrets !== undefined && { Input: secrets.input }) },
  } as CreateScheduleCommandInput;
}
