import { describe, expect, test } from "vitest";
import { watchEachOther } from "../../modules/planner/expand/watch-each-other.ts";
import type { AlarmUnit, StackPlan } from "../../modules/planner/plan.ts";
import { EAST, policyPlan, samplePlan, WEST, ZONE } from "../support/sample-plan.ts";

const { stacks } = samplePlan();

function alarmOf(all: readonly StackPlan[], id: string): AlarmUnit | undefined {
  return all.find((stack) => stack.id === id)?.units.find((unit): unit is AlarmUnit => unit.kind === "alarm");
}

describe("each region is watched by the next one by name", () => {
  const watched = watchEachOther(stacks, [policyPlan()]);

  test("the last by the first, with how soon some run of it begins, those of its edge zones included", () => {
    expect(alarmOf(watched, `site-${EAST}`)).toMatchObject({
      watchedBy: WEST,
      watches: { region: WEST, within: 60 },
    });
    expect(alarmOf(watched, `site-${WEST}`)).toMatchObject({
      watchedBy: EAST,
      watches: { region: EAST, within: 60 },
    });
    expect(alarmOf(watched, `zone-${ZONE}`)).not.toHaveProperty("watches");
    const schedules = watched.flatMap(({ region, units }) =>
      units.flatMap((unit) => (unit.kind === "schedule" ? [[region, unit.watchedBy]] : [])),
    );
    expect(schedules).toEqual([
      [WEST, EAST],
      [EAST, WEST],
      [EAST, WEST],
    ]);
  });

  test("the order of stacks does not matter, and three make a ring", () => {
    expect(watchEachOther(stacks.toReversed(), [policyPlan()])).toEqual(watched.toReversed());
    const third = "ap-south-1";
    const more = stacks
      .filter(({ id }) => id === `site-${WEST}`)
      .map((stack) => ({ ...stack, id: `site-${third}`, site: third, region: third }));
    const ring = watchEachOther([...stacks, ...more], [policyPlan()]);
    expect([third, WEST, EAST].map((region) => alarmOf(ring, `site-${region}`)?.watchedBy)).toEqual([
      WEST,
      EAST,
      third,
    ]);
  });

  test("one alone is watched by none, and a retired one neither watches nor is watched", () => {
    const one = stacks.filter(({ region }) => region === EAST);
    expect(watchEachOther(one, [policyPlan()])).toBe(one);
    const retired = stacks.map((stack) =>
      stack.region === WEST ? { ...stack, retiredUntil: "2027-01-31" } : stack,
    );
    expect(watchEachOther(retired, [policyPlan()])).toEqual(retired);
  });
});
