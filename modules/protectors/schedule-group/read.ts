import {
  GetScheduleGroupCommand,
  ListTagsForResourceCommand,
  type SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { CallError, call } from "../kit/calls.ts";

/** What reading a group asks. */
export interface GroupReads {
  readonly scheduler: Pick<SchedulerClient, "send">;
}

export interface ReadGroup {
  readonly arn: string;
  /** When it was last changed: ISO 8601. Tags move it not. */
  readonly revision: string;
  readonly tags: Readonly<Record<string, string>>;
}

export async function readGroup({ scheduler }: GroupReads, name: string): Promise<ReadGroup> {
  const asked = "scheduler:GetScheduleGroup";
  const { Arn, State, CreationDate, LastModificationDate } = await call(asked, name, () =>
    scheduler.send(new GetScheduleGroupCommand({ Name: name })),
  );
  if (Arn === undefined) throw new CallError(asked, name, new Error("answered without an ARN"));
  if (State === "DELETING") throw new CallError(asked, name, new Error("it is being deleted"));
  const { Tags = [] } = await call("scheduler:ListTagsForResource", name, () =>
    scheduler.send(new ListTagsForResourceCommand({ ResourceArn: Arn })),
  );
  return {
    arn: Arn,
    revision: (LastModificationDate ?? CreationDate)?.toISOString() ?? "",
    tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}
