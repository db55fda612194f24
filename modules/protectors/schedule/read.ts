import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  type SchedulerClient,
} from "@aws-sdk/client-scheduler";
import type { JsonObject } from "../../contract/json.ts";
import { CallError, call } from "../kit/calls.ts";
import { pick } from "../kit/json.ts";
import { type ScheduleName, scheduleId } from "./arn.ts";
import type { ScheduleDocument, ScheduleSecrets } from "./document.ts";

/** What reading a schedule asks. */
export interface ScheduleReads {
  readonly scheduler: Pick<SchedulerClient, "send">;
}

/** What GetSchedule gives and CreateSchedule takes, but for names and state. */
const SETTINGS = [
  "ScheduleExpression",
  "ScheduleExpressionTimezone",
  "StartDate",
  "EndDate",
  "Description",
  "FlexibleTimeWindow",
  "KmsKeyArn",
  "ActionAfterCompletion",
  "Target",
] as const satisfies readonly (keyof GetScheduleCommandOutput)[];

export interface FoundSchedule extends Pick<ScheduleDocument, "enabled" | "settings"> {
  readonly arn: string;
  readonly secrets?: ScheduleSecrets;
  /** When it was last changed: ISO 8601. */
  readonly revision: string;
}

export async function getSchedule({ scheduler }: ScheduleReads, of: ScheduleName): Promise<FoundSchedule> {
  const asked = "scheduler:GetSchedule";
  const answer = await call(asked, scheduleId(of), () =>
    scheduler.send(new GetScheduleCommand({ Name: of.name, GroupName: of.group })),
  );
  const { Arn: arn, Target } = answer;
  if (arn === undefined || Target?.Arn === undefined)
    throw new CallError(asked, scheduleId(of), new Error("answered without an ARN or a target"));
  const { Input: input, ...target } = Target;
  return {
    arn,
    enabled: answer.State !== "DISABLED",
    settings: pick({ ...answer, Target: target }, SETTINGS) as JsonObject & { Target: JsonObject },
    ...(input !== undefined && { secrets: { input } }),
    revision: answer.LastModificationDate?.toISOString() ?? "",
  };
}
