import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { type Captured, FormError } from "../protector.ts";
import type { ScheduleGroupDocument } from "./document.ts";
import { type GroupReads, readGroup } from "./read.ts";

/** `undefined` when it is gone. */
export async function captureGroup(
  reads: GroupReads,
  { id: name, arn, hints }: CaptureItem,
): Promise<Captured<ScheduleGroupDocument, never> | undefined> {
  if (hints !== undefined) throw new FormError("hints are not a schedule group's: it has none");
  const found = await orNone(() => readGroup(reads, name));
  if (found === undefined) return undefined;
  if (found.arn !== arn)
    throw new CallError(
      "scheduler:GetScheduleGroup",
      name,
      new Error(`it answered for ${found.arn}, not for ${arn}`),
    );
  const { account, region } = parseArn(arn);
  return {
    document: { kind: "schedule-group", name, arn, account, region, tags: found.tags },
    blobs: [],
    revision: { before: found.revision, after: found.revision },
    warnings: [],
  };
}
