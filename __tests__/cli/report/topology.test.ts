import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fitColumns,
  fitList,
  loadLabel,
  runsLabel,
  vaultLabel,
  zonesLabel,
} from "../../../modules/cli/report/topology/labels.ts";
import { topologyOf } from "../../../modules/cli/report/topology/topology.ts";
import { hostileText } from "../../support/arbitrary-plan.ts";
import { EAST, samplePlan, WEST, ZONE } from "../../support/sample-plan.ts";

describe("what is drawn", () => {
  test("is regions by name, their zones, and what goes from one region's store to another", () => {
    const plan = samplePlan(
      {},
      { copies: [{ to: WEST, keep: 90 }], retention: { keep: 35, generations: {} } },
    );
    const [west, east, ...more] = topologyOf(plan);
    expect(more).toEqual([]);
    expect(west).toMatchObject({ id: WEST, kind: "region", runs: ["orders"], zones: [], copies: [EAST] });
    expect(east).toMatchObject({ id: EAST, zones: [{ id: ZONE, kind: "zone", copies: [WEST] }] });
    expect(west?.flows).toEqual([
      { from: WEST, to: EAST, loads: [{ policy: "orders", days: 35, sites: [WEST] }] },
    ]);
    expect(east?.flows).toEqual([
      { from: EAST, to: WEST, loads: [{ policy: "orders", days: 90, sites: [EAST, ZONE] }] },
    ]);
  });

  test("shows where copies go although it is no site of the plan", () => {
    const places = topologyOf(samplePlan({ copies: ["nas"] }));
    expect(places.map(({ id, kind }) => [id, kind])).toEqual([
      [WEST, "region"],
      [EAST, "region"],
      ["nas", "outside"],
    ]);
    expect(places.at(-1)).toMatchObject({ zones: [], flows: [], runs: [] });
  });

  test("says that a site is retired, and until when it is kept", () => {
    const plan = samplePlan();
    const [, east] = topologyOf({
      ...plan,
      stacks: plan.stacks.map((stack) =>
        stack.id === `zone-${ZONE}` ? { ...stack, retiredUntil: "2027-01-31", units: [] } : stack,
      ),
    });
    const [zone] = east?.zones ?? [];
    expect(zone).toMatchObject({ retiredUntil: "2027-01-31", runs: [] });
    expect(zone && runsLabel(zone, 27)).toBe("retired, kept to 2027-01-31");
    expect(zone && vaultLabel(zone)).toBe("no vault");
  });
});

describe("labels", () => {
  const place = { id: "x", kind: "region", runs: [], copies: [] } as const;
  const vault = { id: "v", site: "x", because: [], kind: "vault", lock: "compliance" } as const;

  test("say what a vault keeps, what runs, and what goes along", () => {
    expect(vaultLabel({ ...place, vault: { ...vault, minDays: 7, maxDays: 365 } })).toBe(
      "7-365 d, compliance",
    );
    expect(vaultLabel({ ...place, vault: { ...vault, minDays: 35, maxDays: 35 } })).toBe("35 d, compliance");
    expect(runsLabel(place, 30)).toBe("runs nothing, receives");
    expect(runsLabel({ ...place, runs: ["edge", "media", "orders"] }, 16)).toBe("runs edge +2");
    const load = { policy: "orders", days: 35, sites: ["x"] };
    expect(loadLabel(load)).toBe("orders 35 d");
    expect(zonesLabel({ from: "x", to: "y", loads: [load] })).toBe("");
    const more = [load, { ...load, sites: ["x", "x-1", "x-2"] }, { ...load, sites: ["x-1"] }];
    expect(zonesLabel({ from: "x", to: "y", loads: more })).toBe("and 2 zones");
  });

  test("keep what fits to the last column, and say how many they leave out", () => {
    expect(fitColumns("us-east-1", 9)).toBe("us-east-1");
    expect(fitColumns("us-east-1", 8)).toBe("us-east…");
    expect(fitColumns("日本語", 6)).toBe("日本語");
    expect(fitColumns("日本語", 5)).toBe("日本…");
    expect(fitList(["edge", "media", "orders"], 19)).toBe("edge, media, orders");
    expect(fitList(["edge", "media", "orders"], 18)).toBe("edge, media +1");
    expect(fitList(["edge", "media", "orders"], 7)).toBe("edge +2");
    expect(fitList(["a-long-name", "media"], 8)).toBe("a-long-…");
  });

  test("are never wider than their place, whatever is in a name", () => {
    const columns = (text: string): number =>
      [...text].reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) < 0x1100 || char === "…" ? 1 : 2), 0);
    fc.assert(
      fc.property(fc.array(hostileText), fc.integer({ min: 4, max: 40 }), (texts, max) => {
        expect(columns(fitList(texts, max))).toBeLessThanOrEqual(max);
        expect(columns(fitColumns(texts.join(), max))).toBeLessThanOrEqual(max);
      }),
      { numRuns: 300 },
    );
  });
});
