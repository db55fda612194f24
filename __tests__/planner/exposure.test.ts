import { expect, test } from "vitest";
import { exposureOf } from "../../modules/planner/lose/exposure.ts";
import type { Schedule } from "../../modules/policy/policy.ts";

const schedule: Schedule = {
  timing: { every: 60 },
  timeZone: "UTC",
  startWindow: 15,
  pauses: [],
  on: [],
  overlap: "allow",
};

test("what may be lost is the interval, the start window and, when the region is lost, the way of the copy", () => {
  expect(exposureOf(schedule, [{ to: "eu-west-1" }], 60, 20)).toEqual({
    interval: 60,
    window: 15,
    replication: 20,
    local: 75,
    remote: 95,
  });
});

test("the completion window counts in place of the start window, which it contains", () => {
  expect(exposureOf({ ...schedule, completionWindow: 120 }, [], 60, 20).local).toBe(180);
});

test("without a copy nothing is left of a lost region, so no figure is given", () => {
  expect(exposureOf(schedule, [], 60, 20)).toEqual({ interval: 60, window: 15, replication: 0, local: 75 });
});
