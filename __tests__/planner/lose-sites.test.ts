import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Loss, loseSites } from "../../modules/planner/lose/lose-sites.ts";
import type { Plan, StackPlan } from "../../modules/planner/plan.ts";
import { EAST, policyPlan, samplePlan, scheduleUnit, WEST, ZONE } from "../support/sample-plan.ts";

const plan = samplePlan();
const outcomes = ({ sites }: Loss): Record<string, string> =>
  Object.fromEntries(sites.map(({ policy, site, outcome }) => [`${policy} ${site}`, outcome]));

describe("without a loss", () => {
  test("everything runs on with every copy", () => {
    const { lost, sites, retired, survives } = loseSites(plan, []);
    expect({ lost, retired, survives }).toEqual({ lost: [], retired: [], survives: 1 });
    expect(sites.map(({ site, outcome, gone }) => [site, outcome, gone])).toEqual([
      [WEST, "untouched", []],
      [EAST, "untouched", []],
      [ZONE, "untouched", []],
    ]);
  });
});

describe("a lost region", () => {
  test("takes its edge zones along, and what it kept is restored from its copy at the cost of the exposure", () => {
    expect(loseSites(plan, [EAST])).toEqual({
      lost: [EAST, ZONE],
      sites: [
        {
          policy: "orders",
          site: WEST,
          region: WEST,
          outcome: "fewer-copies",
          left: [{ site: WEST, days: 35, standby: true }],
          gone: [EAST],
        },
        {
          policy: "orders",
          site: EAST,
          region: EAST,
          outcome: "restorable",
          left: [{ site: WEST, days: 35, standby: true }],
          gone: [EAST],
          minutes: 90,
        },
        {
          policy: "orders",
          site: ZONE,
          region: EAST,
          outcome: "restorable",
          left: [{ site: WEST, days: 35, standby: true }],
          gone: [EAST],
          minutes: 90,
        },
      ],
      retired: [],
      survives: 1,
    } satisfies Loss);
  });

  test("with the region of its only copy is lost with every point", () => {
    expect(outcomes(loseSites(plan, [EAST, WEST]))).toEqual({
      [`orders ${WEST}`]: "lost",
      [`orders ${EAST}`]: "lost",
      [`orders ${ZONE}`]: "lost",
    });
  });

  test("whose only copy lies where no restore role waits is stranded", () => {
    const stacks = plan.stacks.map((stack) => ({
      ...stack,
      units: stack.units.filter(({ kind, site }) => kind !== "standby" || site !== WEST),
    }));
    expect(outcomes(loseSites({ ...plan, stacks }, [EAST]))[`orders ${EAST}`]).toBe("stranded");
  });

  test("has its depth from the copy that keeps longer, and from the generations", () => {
    const retention = { keep: 35, generations: { monthly: 12, weekly: 4 } };
    const longer = samplePlan({}, { retention, copies: [{ to: WEST, keep: 400 }] });
    const shorter = samplePlan({}, { retention, copies: [{ to: WEST, keep: 40 }] });
    const days = (of: Plan): number | undefined =>
      loseSites(of, [EAST]).sites.find(({ site }) => site === EAST)?.left[0]?.days;
    expect([days(longer), days(shorter)]).toEqual([400, 372]);
  });

  test("is restored from a copy that only another policy asked for, as late as copies arrive", () => {
    const alone = policyPlan({
      name: "alone",
      copies: [],
      exposure: { interval: 30, window: 5, replication: 0, local: 35 },
    });
    const stacks = plan.stacks.map((stack) =>
      stack.id === `site-${EAST}`
        ? {
            ...stack,
            units: [...stack.units, scheduleUnit(EAST, { id: `${EAST}.schedule.alone`, policy: "alone" })],
          }
        : stack,
    );
    const { sites } = loseSites({ ...plan, policies: [alone, ...plan.policies], stacks }, [EAST]);
    expect(sites[0]).toMatchObject({ policy: "alone", outcome: "restorable", minutes: 50 });
  });

  test("that was retired is named when points of it are lost, with the copies that are left", () => {
    const gone: StackPlan = {
      id: "site-us-west-2",
      kind: "site",
      site: "us-west-2",
      region: "us-west-2",
      wave: 1,
      retiredUntil: "2027-01-31",
      units: [],
      dependsOn: [],
    };
    const copy = {
      id: `us-west-2.copy.${WEST}`,
      site: "us-west-2",
      because: [],
      kind: "copy",
      to: WEST,
    } as const;
    const links: StackPlan = { ...gone, id: "links-us-west-2", kind: "links", units: [copy] };
    const { retiredUntil: _, ...kept } = links;
    const alone = { ...plan, stacks: [...plan.stacks, gone] };
    const copied = { ...plan, stacks: [...plan.stacks, gone, kept] };
    expect(loseSites(alone, [EAST]).retired).toEqual([]);
    expect(loseSites(alone, ["us-west-2"]).retired).toEqual([
      { site: "us-west-2", until: "2027-01-31", left: [] },
    ]);
    expect(loseSites(copied, ["us-west-2"]).retired).toEqual([
      { site: "us-west-2", until: "2027-01-31", left: [WEST] },
    ]);
    expect(loseSites(copied, ["us-west-2", WEST]).retired[0]?.left).toEqual([]);
  });
});

test("a lost edge zone is restored in its parent region, which holds its points: nothing waits for a copy", () => {
  const { lost, sites } = loseSites(plan, [ZONE]);
  expect(lost).toEqual([ZONE]);
  expect(sites[2]).toEqual({
    policy: "orders",
    site: ZONE,
    region: EAST,
    outcome: "restorable",
    left: [
      { site: EAST, days: 35, standby: true },
      { site: WEST, days: 35, standby: true },
    ],
    gone: [],
    minutes: 75,
  });
  expect(sites.slice(0, 2).map(({ outcome }) => outcome)).toEqual(["untouched", "untouched"]);
});

test("a plan without a policy survives no loss", () => {
  expect(loseSites({ ...plan, policies: [], stacks: [] }, [EAST])).toEqual({
    lost: [EAST],
    sites: [],
    retired: [],
    survives: 0,
  });
});

const REGIONS = ["r1", "r2", "r3", "r4"];
const ZONES = ["r1-z1", "r1-z2", "r2-z1"];
const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    runs: fc.uniqueArray(
      fc.record({
        policy: fc.constantFrom("a", "b"),
        site: fc.constantFrom(...REGIONS, ...ZONES),
        copies: fc.subarray(REGIONS),
      }),
      { minLength: 1, selector: ({ policy, site }) => `${policy} ${site}` },
    ),
    standby: fc.subarray(REGIONS),
  })
  .map(({ runs, standby }) => ({
    ...plan,
    policies: ["a", "b"].map((name) => policyPlan({ name })),
    stacks: [...REGIONS, ...ZONES].map((site): StackPlan => {
      const region = site.slice(0, 2);
      const kind = region === site ? "site" : "zone";
      const schedules = runs
        .filter((run) => run.site === site)
        .map(({ policy, copies }) =>
          scheduleUnit(site, { policy, copies: copies.filter((to) => to !== region) }),
        );
      const waits = standby.includes(site);
      const role = { id: `${site}.standby`, site, because: [], kind: "standby", passRoles: [] } as const;
      return {
        id: site,
        kind,
        site,
        region,
        wave: 1,
        units: [...schedules, ...(waits ? [role] : [])],
        dependsOn: [],
      };
    }),
  }));
const anySites = fc.subarray([...REGIONS, ...ZONES]);

describe("whatever the plan", () => {
  test("losing nothing loses nothing", () => {
    fc.assert(
      fc.property(anyPlan, (any) => {
        expect(new Set(loseSites(any, []).sites.map(({ outcome }) => outcome))).toEqual(
          new Set(["untouched"]),
        );
      }),
    );
  });

  test("losing more never restores more, leaves more or loses fewer minutes", () => {
    const rank = { untouched: 0, "fewer-copies": 1, restorable: 2, stranded: 3, lost: 4 };
    fc.assert(
      fc.property(anyPlan, anySites, anySites, (any, some, others) => {
        const less = loseSites(any, some).sites;
        const more = loseSites(any, [...some, ...others]).sites;
        for (const [index, after] of more.entries()) {
          const before = less[index];
          if (before === undefined) throw new Error("a loss hides a site");
          expect(rank[after.outcome]).toBeGreaterThanOrEqual(rank[before.outcome]);
          expect(before.left).toEqual(expect.arrayContaining([...after.left]));
          if (after.minutes !== undefined) expect(before.minutes ?? 0).toBeLessThanOrEqual(after.minutes);
        }
      }),
    );
  });

  test("as many regions as it survives may be lost, and of one more some choice loses every point of something", () => {
    const lossesOf = (any: Plan, size: number): boolean[] =>
      subsets(REGIONS, size).map((lost) =>
        loseSites(any, lost).sites.some(({ outcome }) => outcome === "lost"),
      );
    fc.assert(
      fc.property(anyPlan, (any) => {
        const { survives } = loseSites(any, []);
        expect(lossesOf(any, survives)).not.toContain(true);
        expect(lossesOf(any, survives + 1)).toContain(true);
      }),
    );
  });
});

function subsets(of: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return of.flatMap((first, index) => subsets(of.slice(index + 1), size - 1).map((rest) => [first, ...rest]));
}
