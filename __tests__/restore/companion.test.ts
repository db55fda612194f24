import { expect, test } from "vitest";
import { unallowed } from "../../modules/protectors/kit/unallowed.ts";
import type { ThingPlan } from "../../modules/protectors/protector.ts";
import { asCompanion } from "../../modules/restore/companion.ts";

const GROUP = { kind: "target-group", id: "orders" } as const;
const changed = { title: "set health check", call: "x:Y", effect: "replace" } as const;

function planned(more: Partial<ThingPlan>): ThingPlan {
  return {
    ...{ live: "there", steps: [changed], blocked: [], warnings: [], ids: new Map() },
    activation: () => null,
    ...more,
  };
}

test("what differs of a thing that comes along is told once, and what it says of itself stays", () => {
  const plan = planned({ blocked: unallowed("orders", [changed]), warnings: ["filter kin is gone"] });
  expect(asCompanion(plan, GROUP)).toMatchObject({
    blocked: [],
    warnings: [
      "filter kin is gone",
      "target-group/orders is there and differs from its point; it is kept as it is (to set health check: restore target-group/orders by name, with --replace)",
    ],
  });
});

test("a part of it that cannot come back is named with the way out, and holds up nothing else", () => {
  const taken = { because: "live", message: "priority 5 is taken", hint: "free it" } as const;
  const { blocked, warnings } = asCompanion(planned({ blocked: [taken] }), GROUP);
  expect([blocked, warnings.at(-1)]).toEqual([[], "priority 5 is taken: free it"]);
});

test("it needs no counterpart of what it names, since it stays", () => {
  const unnamed = { because: "untranslated", message: "no counterpart", hint: "map it" } as const;
  expect(asCompanion(planned({ blocked: [unnamed] }), GROUP).warnings).toHaveLength(1);
});
