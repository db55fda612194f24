import type { RestoreTarget } from "../protector.ts";

/** Every schedule that names no other is in this group, which every account has in every region. */
export const DEFAULT_GROUP = "default";

/** A schedule within its group: names are unique in a group alone. */
export interface ScheduleName {
  readonly group: string;
  readonly name: string;
}

/** `default/nightly` */
export function scheduleId({ group, name }: ScheduleName): string {
  return `${group}/${name}`;
}

/** Of an id, or of the other name that a person gives: without a group it stays in the one that it had. */
export function parseScheduleId(id: string, group: string): ScheduleName {
  const slash = id.indexOf("/");
  return slash < 0 ? { group, name: id } : { group: id.slice(0, slash), name: id.slice(slash + 1) };
}

export function arnOfSchedule({ partition, region, account }: RestoreTarget, of: ScheduleName): string {
  return `arn:${partition}:scheduler:${region}:${account}:schedule/${scheduleId(of)}`;
}

/** The group as a document names it: none, where it is the one that is always there. */
export function groupOf(at: RestoreTarget, { group }: ScheduleName): { readonly groupArn?: string } {
  return group === DEFAULT_GROUP ? {} : { groupArn: arnOfGroup(at, group) };
}

export function arnOfGroup({ partition, region, account }: RestoreTarget, group: string): string {
  return `arn:${partition}:scheduler:${region}:${account}:schedule-group/${group}`;
}
