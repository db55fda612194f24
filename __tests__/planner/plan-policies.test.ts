import { expect, test } from "vitest";
import type { SourcePos } from "../../modules/core/diagnostic.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import type { Policy } from "../../modules/policy/policy.ts";
import { at, capabilities, estate, policy, zoneLock } from "../support/policies.ts";

const plan = (...policies: Policy[]) =>
  planPolicies({ policies, estate: estate(), zoneLock, capabilities }).plan;
const short = (places: readonly SourcePos[]) => places.map(({ file, line, col }) => `${file}:${line}:${col}`);
const stack = (id: string, ...policies: Policy[]) => plan(...policies).stacks.find((one) => one.id === id);
const unit = (id: string, ...policies: Policy[]) =>
  plan(...policies)
    .stacks.flatMap(({ units }) => units)
    .find((one) => one.id === id);

test("a policy at a region makes one stack that holds all a site needs", () => {
  const because = [at(5, 1)];
  const shared = { site: "a", because };
  expect(plan(policy({ sites: ["a"] }))).toEqual({
    format: 1,
    account: "123456789012",
    partition: "aws",
    state: { kind: "local" },
    policies: [
      {
        name: "p",
        owner: "team",
        because: at(1, 7),
        select: { tags: {}, names: ["*"], arns: [], runtimes: [], accounts: [], exclude: [], resources: [] },
        sites: ["a"],
        protect: { code: "published", configuration: "all", triggers: "all", state: [], events: {} },
        schedule: {
          timing: { every: 60 },
          timeZone: "UTC",
          startWindow: 0,
          pauses: [],
          on: [],
          overlap: "allow",
        },
        retention: { keep: 35, generations: {} },
        copies: [],
        lock: { mode: "governance" },
        cost: { functions: 10, packageSize: 5_000_000, changes: 8 },
        exposure: { interval: 60, window: 0, replication: 0, local: 60 },
        origins: {
          copies: { from: "policy", at: at(8, 1) },
          lock: { from: "policy", at: at(9, 1) },
          owner: { from: "policy", at: at(2, 1) },
          protect: { from: "policy", at: at(4, 1) },
          retention: { from: "policy", at: at(7, 1) },
          schedule: { from: "policy", at: at(6, 1) },
          select: { from: "policy", at: at(3, 1) },
        },
      },
    ],
    budgets: expect.any(Array),
    stacks: [
      {
        id: "site-a",
        kind: "site",
        site: "a",
        region: "a",
        wave: 1,
        dependsOn: [],
        units: [
          { ...shared, kind: "key", id: "a.key" },
          { ...shared, kind: "vault", id: "a.vault", lock: "governance", minDays: 35, maxDays: 35 },
          { ...shared, kind: "store", id: "a.store" },
          { ...shared, kind: "runners", id: "a.runners" },
          { ...shared, kind: "standby", id: "a.standby", passRoles: ["r-*"], principals: ["role/operators"] },
          { ...shared, kind: "alarm", id: "a.alarm", notify: ["ops@example.com"] },
          {
            kind: "schedule",
            id: "a.schedule.p",
            site: "a",
            because: [at(1, 7), at(5, 1)],
            policy: "p",
            times: { cron: "0 * * * *" },
            zonesElsewhere: [],
            copies: [],
          },
        ],
      },
    ],
  });
});

test("a policy at an edge zone makes the zone's stack and its parent's, where its resources live", () => {
  const { stacks } = plan(policy({ sites: ["a-1"] }));
  expect(stacks.map(({ id, kind, region, wave }) => ({ id, kind, region, wave }))).toEqual([
    { id: "site-a", kind: "site", region: "a", wave: 1 },
    { id: "zone-a-1", kind: "zone", region: "a", wave: 1 },
  ]);
  expect(stacks.map(({ units }) => units.map(({ kind }) => kind))).toEqual([
    ["key", "vault", "store", "runners", "standby", "alarm"],
    ["key", "vault", "zone-role", "alarm", "schedule"],
  ]);
  expect(unit("a-1.zone-role", policy({ sites: ["a-1"] }))).toMatchObject({
    parent: "a",
    because: [at(5, 1)],
  });
});

test("a region that only receives copies is a whole site, ready to restore", () => {
  const { stacks } = plan(policy({ sites: ["a"], copies: ["b"] }));
  expect(stacks.map(({ id, wave }) => [id, wave])).toEqual([
    ["site-a", 1],
    ["site-b", 1],
    ["links-a", 2],
  ]);
  expect(stacks[1]?.units.map(({ kind }) => kind)).toEqual([
    "key",
    "vault",
    "store",
    "runners",
    "standby",
    "alarm",
  ]);
  expect(short(stacks[1]?.units[0]?.because ?? [])).toEqual(["p.yaml:8:1"]);
});

test("copies of a zone leave from its parent, in one stack with the parent's own", () => {
  const both = policy({ sites: ["a-1", "a"], copies: ["c", "b"] });
  expect(stack("links-a", both)).toMatchObject({
    kind: "links",
    site: "a",
    region: "a",
    dependsOn: ["site-a", "site-b", "site-c", "zone-a-1"],
    units: [
      { id: "a-1.copy.b", site: "a-1", to: "b", because: [at(8, 2)] },
      { id: "a-1.copy.c", site: "a-1", to: "c", because: [at(8, 1)] },
      { id: "a.copy.b", site: "a", to: "b" },
      { id: "a.copy.c", site: "a", to: "c" },
    ],
  });
});

test("copies both ways make a links stack each", () => {
  const { stacks } = plan(
    policy({ name: "x", sites: ["a"], copies: ["b"] }),
    policy({ name: "y", sites: ["b"], copies: ["a"] }),
  );
  expect(stacks.map(({ id }) => id)).toEqual(["site-a", "site-b", "links-a", "links-b"]);
});

test("the vault's lock takes every retention that ends up in it, its own and those of copies", () => {
  const policies = [
    policy({ name: "x", sites: ["a"], retention: 30, copies: ["b"] }),
    policy({ name: "y", sites: ["a-1"], retention: 7, copies: ["b"] }),
    policy({ name: "z", sites: ["b"], retention: 90 }),
  ];
  expect(unit("a.vault", ...policies)).toMatchObject({ minDays: 30, maxDays: 30 });
  expect(unit("a-1.vault", ...policies)).toMatchObject({ minDays: 7, maxDays: 7 });
  expect(unit("b.vault", ...policies)).toMatchObject({ minDays: 7, maxDays: 90 });
});

test("the vault of a region where nothing ends up takes what the provider takes", () => {
  expect(unit("a.vault", policy({ sites: ["a-1"] }))).toMatchObject({ minDays: 2, maxDays: 100 });
});

test("at a region a policy leaves the zones that it also names to themselves", () => {
  const policies = [
    policy({ name: "x", sites: ["a-2", "a", "a-1", "b"] }),
    policy({ name: "y", sites: ["a"] }),
  ];
  expect(unit("a.schedule.x", ...policies)).toMatchObject({ zonesElsewhere: ["a-1", "a-2"] });
  expect(unit("a.schedule.x", ...policies)).not.toHaveProperty("zone");
  expect(unit("a.schedule.y", ...policies)).toMatchObject({ zonesElsewhere: [] });
  expect(unit("b.schedule.x", ...policies)).toMatchObject({ zonesElsewhere: [] });
  expect(unit("a-1.schedule.x", ...policies)).toMatchObject({ zone: "a-1", zonesElsewhere: [] });
});

test("a site is copied whole: each schedule there names every destination", () => {
  const policies = [
    policy({ name: "x", sites: ["a"], copies: ["c"] }),
    policy({ name: "y", sites: ["a"], copies: ["b"] }),
    policy({ name: "z", sites: ["a-1"] }),
  ];
  expect(unit("a.schedule.x", ...policies)).toMatchObject({ copies: ["b", "c"] });
  expect(unit("a.schedule.y", ...policies)).toMatchObject({ copies: ["b", "c"] });
  expect(unit("a-1.schedule.z", ...policies)).toMatchObject({ copies: [] });
});

test("every line that asked is named, sorted, once", () => {
  const policies = [
    policy({ name: "y", sites: ["b", "a"], copies: ["c"] }),
    policy({ name: "x", sites: ["a-1"], copies: ["c", "b"] }),
  ];
  const because = (id: string) => short(unit(id, ...policies)?.because ?? []);
  expect(because("a.key")).toEqual(["x.yaml:5:1", "y.yaml:5:2"]);
  expect(because("b.key")).toEqual(["x.yaml:8:2", "y.yaml:5:1"]);
  expect(because("c.key")).toEqual(["x.yaml:8:1", "y.yaml:8:1"]);
  expect(because("a.schedule.y")).toEqual(["y.yaml:1:7", "y.yaml:5:2"]);
});

test("of the many lines that ask for what a site shares the first 20 are named, the rest counted", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => policy({ name: `p${10 + i}`, sites: ["a"], copies: ["b"] }));
  expect(unit("a.key", ...many(20))).not.toHaveProperty("moreLines");
  for (const id of ["a.key", "a.vault", "b.store", "a.copy.b"]) {
    const { because = [], moreLines } = unit(id, ...many(22)) ?? {};
    expect([short(because).at(-1)?.split(":")[0], because.length, moreLines]).toEqual(["p29.yaml", 20, 2]);
  }
  expect(short(unit("a.schedule.p31", ...many(22))?.because ?? [])).toEqual(["p31.yaml:1:7", "p31.yaml:5:1"]);
});

test("no policy, no stack", () => {
  expect(plan().stacks).toEqual([]);
});

test("a copy is not copied on: a vault's range knows only the sites that copy to it, whatever their names", () => {
  const chain = (first: string, second: string) => [
    policy({ name: first, sites: ["a"], copies: ["b"], retention: 10 }),
    policy({ name: second, sites: ["b"], copies: ["c"], retention: 20 }),
  ];
  for (const policies of [chain("x", "y"), chain("y", "x")]) {
    expect(unit("b.vault", ...policies)).toMatchObject({ minDays: 10, maxDays: 20 });
    expect(unit("c.vault", ...policies)).toMatchObject({ minDays: 20, maxDays: 20 });
  }
});
