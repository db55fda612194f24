import type { Related, Thing } from "../../contract/kinds.ts";
import { orNone } from "../kit/attempt.ts";
import { isObject } from "../kit/canonical.ts";
import type { ProtectorPorts } from "../protector.ts";
import { thingAt } from "../thing-at.ts";
import { arnOfGroup, DEFAULT_GROUP, parseScheduleId } from "./arn.ts";
import { getSchedule, type ScheduleReads } from "./read.ts";

/** The group of a schedule: it cannot be made without. */
export function relatedGroup(ports: ProtectorPorts, group: string): readonly Related[] {
  return group === DEFAULT_GROUP
    ? []
    : [{ kind: "schedule-group", id: group, arn: arnOfGroup(ports, group) }];
}

/** The queue that takes what could not be delivered. */
export async function relatedLetters(reads: ScheduleReads, { id }: Thing): Promise<readonly Related[]> {
  const found = await orNone(() => getSchedule(reads, parseScheduleId(id, DEFAULT_GROUP)));
  const letters = found?.settings.Target.DeadLetterConfig;
  const arn = isObject(letters) ? letters.Arn : undefined;
  const queue = typeof arn === "string" ? thingAt(arn) : undefined;
  return queue === undefined ? [] : [queue];
}
