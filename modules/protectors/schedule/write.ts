import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import type { ScheduleDocument, ScheduleSecrets } from "./document.ts";
import type { ScheduleReads } from "./read.ts";

type Whole = Pick<ScheduleDocument, "group" | "name" | "enabled" | "settings"> & {
  readonly secrets?: ScheduleSecrets | undefined;
};

export async function createSchedule({ scheduler }: ScheduleReads, schedule: Whole): Promise<void> {
  await scheduler.send(new CreateScheduleCommand(wholeOf(schedule)));
}

/** Always with every field: one that is left out goes back to its default. */
export async function updateSchedule({ scheduler }: ScheduleReads, schedule: Whole): Promise<void> {
  await scheduler.send(new UpdateScheduleCommand(wholeOf(schedule)));
}

function wholeOf({ group, name, enabled, settings, secrets }: Whole): CreateScheduleCommandInput {
  const { StartDate, EndDate, Target, ...rest } = settings;
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
