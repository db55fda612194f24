import {
  type ArchiveState,
  DescribeArchiveCommand,
  type EventBridgeClient,
} from "@aws-sdk/client-eventbridge";
import { patternOf } from "../event-rule/read.ts";
import { CallError, call } from "../kit/calls.ts";
import { pick } from "../kit/json.ts";
import type { ArchiveDocument } from "./document.ts";

/** What reading an archive asks. */
export interface ArchiveReads {
  readonly events: Pick<EventBridgeClient, "send">;
}

export interface ReadArchive extends Pick<ArchiveDocument, "arn" | "bus" | "settings"> {
  readonly state: ArchiveState;
  /** Why it is in that state, in AWS's words. */
  readonly reason: string;
}

export const READ = "events:DescribeArchive";

/** How many events it has, and of what size, moves all the time: that is not read. */
export async function readArchive({ events }: ArchiveReads, name: string): Promise<ReadArchive> {
  const answer = await call(READ, name, () => events.send(new DescribeArchiveCommand({ ArchiveName: name })));
  const { ArchiveArn: arn, EventSourceArn: bus, EventPattern: pattern, State: state = "ENABLED" } = answer;
  if (arn === undefined || bus === undefined)
    throw new CallError(READ, name, new Error("answered without its ARN or its bus's"));
  return {
    arn,
    bus,
    settings: {
      ...pick(answer, ["Description", "KmsKeyIdentifier"]),
      ...(pattern && { EventPattern: patternOf(name, pattern, READ) }),
      RetentionDays: answer.RetentionDays ?? 0,
    },
    state,
    reason: answer.StateReason ?? "AWS gives no reason",
  };
}

/** It is being made or changed: what it answers need not be what it becomes. */
export function isChanging({ state }: Pick<ReadArchive, "state">): boolean {
  return state === "CREATING" || state === "UPDATING";
}
