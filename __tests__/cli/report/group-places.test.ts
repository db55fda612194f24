import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupPlaces } from "../../../modules/cli/report/topology/group-places.ts";
import { orderRegions } from "../../../modules/cli/report/topology/order-regions.ts";
import { type Region, topologyOf } from "../../../modules/cli/report/topology/topology.ts";
import type { Plan } from "../../../modules/planner/plan.ts";
import { arbitraryPlan } from "../../support/arbitrary-plan.ts";
import { planOf } from "../../support/plan-of.ts";
import { policyPlan } from "../../support/sample-plan.ts";

const policies = [policyPlan()];
const ring = (regions: number, zones = 0): Plan =>
  planOf({ regions, zones: () => zones, copies: 1, policies });
/** Everything goes to the first. */
const hub = (regions: number, zones = 0): Plan => {
  const plan = ring(regions, zones);
  return {
    ...plan,
    stacks: plan.stacks.map((stack) => ({
      ...stack,
      units: stack.units.map((unit) =>
        unit.kind === "schedule"
          ? { ...unit, copies: stack.region === "us-east-1" ? [] : ["us-east-1"] }
          : unit,
      ),
    })),
  };
};
const named = (regions: readonly Region[]) =>
  regions.map(({ id, alike = [id], zones }) => [
    id,
    alike.length,
    zones.map((zone) => zone.alike?.length ?? 1),
  ]);
const grouped = (plan: Plan) => groupPlaces(topologyOf(plan));

describe("places that are alike", () => {
  test("stand alone while they are few, and in one box when they are many, but for what receives copies", () => {
    expect(named(grouped(hub(8, 3)))).toHaveLength(8);
    expect(named(grouped(hub(34, 2)))).toEqual([
      ["ap-northeast-1", 33, [2]],
      ["us-east-1", 1, [2]],
    ]);
    expect(named(grouped(ring(34)))).toHaveLength(34);
  });

  test("of one region, edge zones stand in one box from the fourth on, those that differ each in its own", () => {
    expect(named(grouped(ring(2, 3)))[0]).toEqual(["us-east-1", 1, [1, 1, 1]]);
    expect(named(grouped(ring(2, 34)))[0]?.[2]).toEqual([34]);
    const plan = ring(2, 34);
    const unlike = {
      ...plan,
      stacks: plan.stacks.map((stack, i) =>
        stack.kind === "zone"
          ? { ...stack, retiredUntil: `2027-01-${String((i % 28) + 1).padStart(2, "0")}` }
          : stack,
      ),
    };
    const [first] = grouped(unlike);
    expect(first?.zones).toHaveLength(3);
    expect(first?.zones.flatMap(({ id, alike = [id] }) => alike)).toHaveLength(34);
  });

  test("are all there still, each once, whatever the plan", () => {
    fc.assert(
      fc.property(arbitraryPlan(fc.constant("text"), 4), (plan) => {
        const ids = (regions: readonly Region[]) =>
          regions.flatMap(({ id, alike = [id], zones }) => [
            ...alike,
            ...(alike.length > 1 ? [] : zones.flatMap((zone) => zone.alike ?? [zone.id])),
          ]);
        expect(ids(grouped(plan)).sort()).toEqual(ids(topologyOf(plan)).sort());
      }),
      { numRuns: 50 },
    );
  });
});

describe("regions", () => {
  test("are followed by those that copy to them and those they copy to", () => {
    const regions = orderRegions(topologyOf(ring(34)));
    const at = new Map(regions.map(({ id }, index) => [id, index]));
    const apart = regions.flatMap(({ id, flows }) =>
      flows.map(({ to }) => Math.abs((at.get(to) ?? 0) - (at.get(id) ?? 0))),
    );
    // A ring is closed once.
    expect(apart.filter((steps) => steps > 1)).toHaveLength(1);
    expect(orderRegions(topologyOf(hub(34)))[0]?.id).toBe("us-east-1");
  });

  test("are all there, each once, whatever the plan", () => {
    fc.assert(
      fc.property(arbitraryPlan(fc.constant("text"), 4), (plan) => {
        const regions = topologyOf(plan);
        const ids = (some: readonly Region[]) => some.map(({ id }) => id).sort();
        expect(ids(orderRegions(regions))).toEqual(ids(regions));
      }),
      { numRuns: 50 },
    );
  });
});
