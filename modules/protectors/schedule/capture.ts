import type { CaptureItem } from "../../contract/events.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { CallError } from "../kit/calls.ts";
import { type Captured, FormError } from "../protector.ts";
import { DEFAULT_GROUP, groupOf, parseScheduleId } from "./arn.ts";
import type { ScheduleDocument, ScheduleSecrets } from "./document.ts";
import { getSchedule, type ScheduleReads } from "./read.ts";

/** One call reads all of it, so it is of one moment. `undefined` when it is gone. */
export async function captureSchedule(
  reads: ScheduleReads,
  item: CaptureItem,
): Promise<Captured<ScheduleDocument, ScheduleSecrets> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a schedule's: it has none");
  const { partition, account, region } = parseArn(item.arn);
  const of = parseScheduleId(item.id, DEFAULT_GROUP);
  const found = await orNone(() => getSchedule(reads, of));
  if (found === undefined) return undefined;
  const { arn, enabled, settings, secrets, revision } = found;
  if (arn !== item.arn)
    throw new CallError(
      "scheduler:GetSchedule",
      item.id,
      new Error(`it answered for ${arn}, not for ${item.arn}`),
    );
  return {
    document: {
      kind: "schedule",
      ...of,
      ...groupOf({ partition, account, region }, of),
      arn,
      account,
      region,
      enabled,
      settings,
    },
    blobs: [],
    ...(secrets !== undefined && { secrets }),
    revision: { before: revision, after: revision },
    warnings: [],
  };
}
