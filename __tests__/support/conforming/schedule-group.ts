import fc from "fast-check";
import { scheduleGroup } from "../../../modules/protectors/schedule-group/protector.ts";
import type { Conforming } from "../protector-conformance/conforming.ts";
import { endToEnd, START } from "../protector-conformance/proven.ts";
import { SchedulerPlace } from "./scheduler-place.ts";

interface Value {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Groups of schedules, as the suite of kinds takes them. */
export const conforming: Conforming<SchedulerPlace, Value> = {
  protector: scheduleGroup,
  fake: (options) => new SchedulerPlace(options),
  arbitrary: fc.record({
    id: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,9}$/),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{2,6}$/), fc.stringMatching(/^[a-z]{0,5}$/), {
      minKeys: 1,
      maxKeys: 3,
    }),
  }),
  put: ({ scheduler }, { id: Name, tags }) => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    scheduler.CreateScheduleGroup({ Name, Tags });
  },
  // A tag that is no longer wanted stays: a restore only adds tags.
  change: ({ scheduler }, { id }, n) => {
    const group = scheduler.groups.get(id);
    if (group === undefined) throw new Error(`there is no group ${id}`);
    for (const key of Object.keys(group.tags)) group.tags[key] = `changed-${n}`;
  },
  map: () => ({}),
  neighbours: ({ scheduler }) => {
    scheduler.CreateScheduleGroup({ Name: "zz-other", Tags: [{ Key: "team", Value: "theirs" }] });
    return () => structuredClone(scheduler.groups.get("zz-other"));
  },
  secretsOf: { reason: "a group has none" },
  fires: { reason: "a group calls nobody" },
  readOnlyFields: [],
  unseen: {},
  tolerated: {},
  notApplicable: { 12: "a group names nothing" },
  proven: endToEnd(START),
  lost: [],
};
