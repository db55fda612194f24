import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { checkRetired } from "../../modules/planner/check/check-retired.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import { retiredStacks } from "../../modules/planner/expand/retired-stacks.ts";
import type { Estate, RetiredSite, ZoneLock } from "../../modules/policy/estate.ts";
import type { Policy } from "../../modules/policy/policy.ts";
import { at, capabilities, estate, policy, zoneLock } from "../support/policies.ts";

const retired = (id: string, until: string, col: number, parent?: string): RetiredSite => ({
  id,
  until,
  ...(parent !== undefined && { parent }),
  at: at(9, col, "estate.yaml"),
});
const region = retired("far", "2027-01-31", 1);
const zone = retired("a-3", "2027-01-31", 2, "a");

function told(
  given: Partial<Estate>,
  policies: readonly Policy[] = [],
  lock: ZoneLock = zoneLock,
  today?: string,
): string[] {
  return checkRetired(policies, estate(given), lock, today).map(formatDiagnostic);
}

/** All that a plan says against it, warnings aside. */
function planned(given: Partial<Estate>, ...policies: Policy[]) {
  const { plan, diagnostics } = planPolicies({ policies, estate: estate(given), zoneLock, capabilities });
  return { plan, errors: diagnostics.filter(({ severity }) => severity === "error").map(formatDiagnostic) };
}

describe("the stack of a retired site", () => {
  const shared = (site: string, col: number) => ({ site, because: [at(9, col, "estate.yaml")] });
  const vault = { kind: "vault", lock: "governance", minDays: 2, maxDays: 100 };

  test("keeps what a region holds and what restores it, under the ids of before, and runs nothing", () => {
    expect(retiredStacks(estate({ retired: [region] }), capabilities)).toEqual([
      {
        id: "site-far",
        kind: "site",
        site: "far",
        region: "far",
        wave: 1,
        retiredUntil: "2027-01-31",
        units: [
          { ...shared("far", 1), kind: "key", id: "far.key", signed: 1 },
          { ...shared("far", 1), ...vault, id: "far.vault" },
          { ...shared("far", 1), kind: "store", id: "far.store" },
          {
            ...shared("far", 1),
            kind: "standby",
            id: "far.standby",
            passRoles: ["r-*"],
            principals: ["role/operators"],
          },
          { ...shared("far", 1), kind: "alarm", id: "far.alarm", notify: ["ops@example.com"] },
        ],
        dependsOn: [],
      },
    ]);
  });

  test("keeps as many keys as have signed there, by the lock", () => {
    const given = estate({ retired: [region, zone], generations: { far: 3, a: 2 } });
    const keys = retiredStacks(given, capabilities).map(({ units }) =>
      units.find(({ kind }) => kind === "key"),
    );
    expect(keys).toMatchObject([{ id: "far.key", signed: 3 }, { id: "a-3.key" }]);
    expect(keys[1]).not.toHaveProperty("signed");
  });

  test("warns from the day after the one it is kept until", () => {
    expect(told({ retired: [region] }, [], zoneLock, "2027-01-31")).toEqual([]);
    expect(told({ retired: [region] }, [], zoneLock, "2027-02-01")).toEqual([
      "estate.yaml:9:1: warning[ESTATE] far was to be kept until 2027-01-31, which is past\n  help: take it out of retired if its last point has expired, else write a later day",
    ]);
  });

  test("keeps the key and the vault of a zone; its points lie in its parent's store", () => {
    expect(retiredStacks(estate({ retired: [zone] }), capabilities)).toEqual([
      {
        id: "zone-a-3",
        kind: "zone",
        site: "a-3",
        region: "a",
        wave: 1,
        retiredUntil: "2027-01-31",
        units: [
          { ...shared("a-3", 2), kind: "key", id: "a-3.key" },
          { ...shared("a-3", 2), ...vault, id: "a-3.vault" },
          { ...shared("a-3", 2), kind: "alarm", id: "a-3.alarm", notify: ["ops@example.com"] },
        ],
        dependsOn: [],
      },
    ]);
  });

  test("has the ids that it had in use, so that nothing is replaced", () => {
    const ids = (plan: ReturnType<typeof planned>["plan"], site: string) =>
      plan.stacks.flatMap((stack) =>
        stack.site === site ? [stack.id, ...stack.units.map(({ id }) => id)] : [],
      );
    const before = planned({}, policy({ sites: ["b", "a-1"] })).plan;
    const given = { regions: estate().regions.filter(({ id }) => id !== "b"), zones: [] };
    const after = planned({
      ...given,
      retired: [retired("a-1", "2027-01-31", 1, "a"), retired("b", "2027-01-31", 2)],
    }).plan;
    for (const site of ["b", "a-1"]) {
      expect(ids(after, site).length).toBeGreaterThan(2);
      expect(ids(before, site)).toEqual(expect.arrayContaining(ids(after, site)));
    }
  });

  test("has its place in the plan, and a zone's parent stays with it though no policy names it", () => {
    const { plan, errors } = planned({ retired: [region, zone] }, policy({ sites: ["b"] }));
    expect(errors).toEqual([]);
    expect(plan.stacks.map(({ id, retiredUntil }) => [id, retiredUntil])).toEqual([
      ["site-a", undefined],
      ["site-b", undefined],
      ["site-far", "2027-01-31"],
      ["zone-a-3", "2027-01-31"],
    ]);
    expect(plan.stacks[0]?.units.find(({ kind }) => kind === "store")?.because).toEqual([zone.at]);
  });

  test("is left out while the site is in use: its stack is there already", () => {
    expect(retiredStacks(estate({ retired: [retired("a", "2027-01-31", 1)] }), capabilities)).toEqual([]);
  });
});

describe("a retired site", () => {
  test("is right where nothing uses it, whatever is in use beside it", () => {
    const all = policy({ sites: ["all", "*", "a", "b"] });
    expect(told({ retired: [region, zone] }, [all])).toEqual([]);
    expect(planned({ retired: [region, zone] }, all).errors).toEqual([]);
  });

  test("cannot be in use too", () => {
    const given = policy({ sites: ["a-1", "b"], copies: ["c", "b"] });
    const both = [retired("a-1", "2027-01-31", 1, "a"), retired("b", "2027-01-31", 2)];
    expect(told({ retired: both }, [given])).toEqual([
      "estate.yaml:9:1: error[ESTATE] a-1 is retired and among the edge-zones in use\n  help: take it out of edge-zones, or out of retired while it is in use",
      "estate.yaml:9:2: error[ESTATE] b is retired and among the regions in use\n  help: take it out of regions, or out of retired while it is in use",
    ]);
  });

  test("takes no new points: naming it is told once, at its place", () => {
    const wrong = policy({ sites: ["b", "a-3", "far"], copies: ["c", "far"] });
    const sets = [
      {
        name: "set",
        at: at(7, 1, "estate.yaml"),
        terms: [
          { value: { kind: "name", name: "far" }, from: "estate", at: at(7, 5, "estate.yaml") } as const,
        ],
      },
    ];
    const until = "it takes no new points, and keeps what it has until 2027-01-31";
    const back = "or put it into use again in the estate";
    const expected = [
      `estate.yaml:7:5: error[SITE] far is retired: ${until}\n  help: take it out of site-sets, ${back}`,
      `p.yaml:5:2: error[SITE] a-3 is retired: ${until}\n  help: take it out of sites, ${back}`,
      `p.yaml:5:3: error[SITE] far is retired: ${until}\n  help: take it out of sites, ${back}`,
      `p.yaml:8:2: error[SITE] far is retired: ${until}\n  help: take it out of copies, ${back}`,
    ];
    expect(told({ retired: [region, zone], sets }, [wrong])).toEqual(expected);
    expect(planned({ retired: [region, zone], sets }, wrong).errors).toEqual(expected);
  });

  test("may be a copy's region in another account, and may be excluded", () => {
    const copies = { ...policy().copies, value: [{ to: "far", account: "210987654321" }] };
    const far = { value: { kind: "name", name: "far" }, from: "policy", at: at(6, 1) } as const;
    const given = policy({ sites: ["all"], more: { copies, excludeSites: [far] } });
    expect(told({ retired: [region] }, [given])).toEqual([]);
  });
});

describe("a retired zone", () => {
  const far = (until: string) => retired("far", until, 1);
  const ofFar = retired("far-1", "2027-01-31", 2, "far");
  const lies = "the points of far-1 lie in its parent far until 2027-01-31, which";
  const help = "\n  help: write retired: { far: 2027-01-31 }, or keep it among the regions";

  test("needs its parent as long: the same day is long enough, a day less is not", () => {
    expect(told({ retired: [far("2027-01-31"), ofFar] })).toEqual([]);
    expect(told({ retired: [far("2027-02-01"), ofFar] })).toEqual([]);
    expect(told({ retired: [far("2027-01-30"), ofFar] })).toEqual([
      `estate.yaml:9:2: error[ESTATE] ${lies} is retired until 2027-01-30${help}`,
    ]);
  });

  test("whose day is none is not measured by it: the language refuses that", () => {
    expect(told({ retired: [far("2027-01-31"), { ...ofFar, until: "2027-02-30" }] })).toEqual([]);
    expect(told({ retired: [far("2027-01-3"), ofFar] })).toEqual([]);
  });

  test("needs its parent: in use or retired", () => {
    expect(told({ retired: [ofFar] })).toEqual([
      `estate.yaml:9:2: error[ESTATE] ${lies} is not in the estate${help}`,
    ]);
    expect(told({ retired: [ofFar], regions: [{ id: "far", at: at(3, 1) }] })).toEqual([]);
  });
});

test("a site in use that the zone lock says is gone has to be retired", () => {
  const gone = <T extends { id: string }>(sites: readonly T[], id: string) =>
    sites.map((site) => (site.id === id ? { ...site, retired: "2026-11-30" } : site));
  const lock = { regions: gone(gone(zoneLock.regions, "b"), "far"), zones: gone(zoneLock.zones, "a-2") };
  expect(told({ retired: [region] }, [], lock)).toEqual([
    "estate.yaml:3:2: error[ESTATE] the provider no longer lists b, as seen on 2026-11-30\n  help: move it to retired: { b: DATE }, the day on which its last point expires",
    "estate.yaml:4:2: error[ESTATE] the provider no longer lists a-2, as seen on 2026-11-30\n  help: move it to retired: { a-2: DATE }, the day on which its last point expires",
  ]);
  const named = planPolicies({
    policies: [policy({ sites: ["far"] })],
    estate: estate(),
    zoneLock: lock,
    capabilities,
  });
  expect(named.diagnostics.map(formatDiagnostic)).toContain(
    'p.yaml:5:1: error[SITE] site "far" is not in the estate\n  help: take it out: the provider no longer lists it',
  );
});
