import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Arrow,
  type Box,
  type Layout,
  layoutOf,
  portsOf,
} from "../../../modules/cli/report/topology/layout.ts";
import { topologyOf } from "../../../modules/cli/report/topology/topology.ts";
import type { Plan } from "../../../modules/planner/plan.ts";
import { arbitraryPlan } from "../../support/arbitrary-plan.ts";
import { planOf } from "../../support/plan-of.ts";
import { policyPlan } from "../../support/sample-plan.ts";

const layout = (plan: Plan): Layout => layoutOf(topologyOf(plan));
const plans = arbitraryPlan(fc.constant("text"));
const boxOf = ({ boxes }: Layout, id: string): Box | undefined => boxes.find(({ place }) => place.id === id);

interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

function linesOf({ points }: Arrow): Line[] {
  return points.slice(1).map(([x, y], index) => {
    const [fromX, fromY] = points[index] ?? [x, y];
    return {
      x1: Math.min(fromX, x),
      y1: Math.min(fromY, y),
      x2: Math.max(fromX, x),
      y2: Math.max(fromY, y),
    };
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function runsInto({ x1, y1, x2, y2 }: Line, { x, y, width, height }: Box, apart: number): boolean {
  return x1 < x + width + apart && x2 > x - apart && y1 < y + height + apart && y2 > y - apart;
}

/** Whether two lines have more in common than a point, or come so close that an eye takes one for the other. */
function runTogether(a: Line, b: Line): boolean {
  const flat = (line: Line): boolean => line.y1 === line.y2;
  if (flat(a) !== flat(b)) return false;
  return flat(a)
    ? Math.abs(a.y1 - b.y1) < 8 && a.x1 < b.x2 && b.x1 < a.x2
    : Math.abs(a.x1 - b.x1) < 8 && a.y1 < b.y2 && b.y1 < a.y2;
}

function* pairs<T>(items: readonly T[]): Generator<[T, T]> {
  for (const [index, a] of items.entries()) for (const b of items.slice(index + 1)) yield [a, b];
}

/** What is wrong with a drawing, in words; nothing when it can be read. */
function faults(drawn: Layout): string[] {
  const found: string[] = [];
  const { width, height, boxes, arrows } = drawn;
  for (const box of boxes)
    if (box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height)
      found.push(`${box.place.id} is outside of the drawing`);
  for (const [a, b] of pairs(boxes)) if (overlap(a, b)) found.push(`${a.place.id} and ${b.place.id} overlap`);
  for (const arrow of arrows) {
    const name = `${arrow.flow.from} to ${arrow.flow.to}`;
    const [from, to] = [boxOf(drawn, arrow.flow.from), boxOf(drawn, arrow.flow.to)];
    const [first, last] = [arrow.points[0], arrow.points.at(-1)];
    if (from === undefined || to === undefined || first === undefined || last === undefined) {
      found.push(`${name} joins nothing`);
      continue;
    }
    if (first[0] !== from.x + from.width || first[1] <= from.y || first[1] >= from.y + from.height)
      found.push(`${name} does not begin at its box`);
    if (last[1] !== to.y || last[0] <= to.x || last[0] >= to.x + to.width)
      found.push(`${name} does not end at its box`);
    for (const [index, line] of linesOf(arrow).entries()) {
      // Only its first and its last line touch a box: the one they begin or end at.
      const apart = index === 0 || index === 3 ? 0 : 6;
      if (line.x1 !== line.x2 && line.y1 !== line.y2) found.push(`${name} is slanted`);
      if (line.x2 > width || line.y1 < 0) found.push(`${name} leaves the drawing`);
      for (const box of boxes)
        if (runsInto(line, box, apart)) found.push(`${name} runs through ${box.place.id}`);
    }
  }
  for (const [a, b] of pairs(arrows)) {
    if (a.flow.to === b.flow.to) continue;
    if (linesOf(a).some((line) => linesOf(b).some((other) => runTogether(line, other))))
      found.push(`${a.flow.from} to ${a.flow.to} runs on ${b.flow.from} to ${b.flow.to}`);
  }
  return found;
}

describe("a drawing", () => {
  test("has no boxes that overlap, arrows from box to box, and no arrow on another or through a box", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(faults(layout(plan))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ["6 regions with 12 zones, each copied to 5", 6, () => 12, 5],
    ["34 regions and 73 zones, each copied to 5", 34, (region: number) => (region < 5 ? 3 : 2), 5],
    ["20 regions that all copy to all", 20, () => 0, 19],
  ])("of %s has none either", (_name, regions, zones, copies) => {
    const drawn = layout(planOf({ regions, zones, copies, policies: [policyPlan()] }));
    expect(faults(drawn)).toEqual([]);
    expect(drawn.arrows).toHaveLength(regions * copies);
  });

  test("has a box for every site, each region followed by its zones below it", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { boxes } = layout(plan);
        const homes = plan.stacks.filter(({ kind }) => kind !== "links");
        expect(boxes.map(({ place }) => place.id).sort()).toEqual(homes.map(({ site }) => site).sort());
        let parent: Box | undefined;
        for (const box of boxes) {
          if (box.place.kind !== "zone") parent = box;
          const stack = homes.find(({ site }) => site === box.place.id);
          expect(stack?.region).toBe(parent?.place.id);
          if (parent !== undefined && box !== parent) {
            expect(box.y).toBeGreaterThan(parent.y + parent.height);
            expect(box.x + box.width).toBe(parent.x + parent.width);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test("has an arrow for every copy of the plan, and none that the plan does not have", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const region = new Map(plan.stacks.map((stack) => [stack.site, stack.region]));
        const asked = plan.stacks.flatMap(({ units }) =>
          units.flatMap((unit) =>
            unit.kind === "copy" ? [`${region.get(unit.site)} ${unit.site} ${unit.to}`] : [],
          ),
        );
        const drawn = layout(plan).arrows.flatMap(({ flow }) =>
          [...new Set(flow.loads.flatMap(({ sites }) => sites))].map(
            (site) => `${flow.from} ${site} ${flow.to}`,
          ),
        );
        expect(drawn.sort()).toEqual(asked.sort());
      }),
      { numRuns: 50 },
    );
  });

  test("begins each arrow beside the words that say what it carries", () => {
    const regions = topologyOf(planOf({ regions: 3, zones: () => 1, copies: 2, policies: [policyPlan()] }));
    const drawn = layoutOf(regions);
    for (const region of regions) {
      const box = boxOf(drawn, region.id);
      const ports = portsOf(region, box?.x ?? 0, box?.y ?? 0);
      const begins = drawn.arrows
        .filter(({ flow }) => flow.from === region.id)
        .map(({ points }) => points[0]);
      expect(begins).toEqual(ports.map(({ x, y }) => [x, y]));
    }
  });

  test("of nothing is empty", () => {
    expect(layoutOf([])).toMatchObject({ boxes: [], arrows: [] });
  });
});
