import { describe, expect, test } from "vitest";
import { CHANGE_CLASSES, type Change } from "../../../modules/planner/diff/change.ts";
import { diffPlans } from "../../../modules/planner/diff/diff-plans.ts";
import type { Plan, PolicyPlan, StackPlan, Unit } from "../../../modules/planner/plan.ts";
import { ACCOUNT, EAST, policyPlan, samplePlan, WEST, ZONE } from "../../support/sample-plan.ts";

const at = (line: number, file = "policies/orders.yaml") => ({ file, line, col: 1 });
const ALL = [`links-${WEST}`, `links-${EAST}`, `site-${WEST}`, `site-${EAST}`, `zone-${ZONE}`];
const FIRST = { because: at(1), gone: false };
const OLD = { because: at(1), gone: true };

function withStack(plan: Plan, id: string, change: (stack: StackPlan) => StackPlan | undefined): Plan {
  return {
    ...plan,
    stacks: plan.stacks.flatMap((stack) => (stack.id === id ? (change(stack) ?? []) : stack)),
  };
}

const withUnits = (plan: Plan, change: (unit: Unit) => Unit | undefined): Plan => ({
  ...plan,
  stacks: plan.stacks.map((stack) => ({
    ...stack,
    units: stack.units.flatMap((unit) => change(unit) ?? []),
  })),
});

const withPolicies = (...policies: readonly PolicyPlan[]): Plan => ({ ...samplePlan(), policies });

/** The same plan with one thing said. */
function change(before: Plan, after: Plan): Change {
  const found = diffPlans(before, after);
  expect(found).toHaveLength(1);
  return found[0] as Change;
}

describe("sites", () => {
  const without = withStack(samplePlan(), `zone-${ZONE}`, () => undefined);

  test("one that comes adds, one that goes without being retired destroys, and is told what to write", () => {
    expect(diffPlans(without, samplePlan())).toContainEqual({
      subject: { kind: "site", id: ZONE },
      class: "adds",
      path: "",
      what: "is new",
      ...FIRST,
      stacks: [`zone-${ZONE}`],
    });
    expect(diffPlans(samplePlan(), without)).toContainEqual({
      subject: { kind: "site", id: ZONE },
      class: "destroys",
      path: "",
      what: "leaves the plan with everything it keeps",
      hint: `take it out of edge-zones of the estate and write retired: { ${ZONE}: DATE }, the day its last point expires`,
      ...OLD,
      stacks: [`zone-${ZONE}`],
    });
    expect(
      diffPlans(
        samplePlan(),
        withStack(samplePlan(), `site-${WEST}`, () => undefined),
      )[0]?.hint,
    ).toContain("out of regions of the estate");
  });

  const retired = (until?: string) =>
    withStack(samplePlan(), `zone-${ZONE}`, ({ units, ...stack }) => ({
      ...stack,
      units: units.filter(({ kind }) => kind === "key" || kind === "vault"),
      ...(until !== undefined && { retiredUntil: until }),
    }));

  test.each<[string, Plan, Plan, Partial<Change>[]]>([
    [
      "retiring keeps what is there",
      samplePlan(),
      retired("2027-01-31"),
      [{ class: "changes", path: "retired", what: "is retired: keeps what it has until 2027-01-31" }],
    ],
    [
      "a later day keeps longer",
      retired("2027-01-31"),
      retired("2027-02-01"),
      [
        {
          class: "adds",
          path: "retired",
          what: "is retired until 2027-02-01 (was 2027-01-31)",
          stacks: [],
        },
      ],
    ],
    [
      "an earlier day weakens",
      retired("2027-02-01"),
      retired("2027-01-31"),
      [
        {
          class: "weakens",
          path: "retired",
          what: "is retired until 2027-01-31 (was 2027-02-01)",
          stacks: [],
        },
      ],
    ],
    ["the same day is nothing", retired("2027-02-01"), retired("2027-02-01"), []],
    [
      "a site may come back",
      retired("2027-02-01"),
      samplePlan(),
      [{ class: "changes", path: "retired", what: "is in use again (was retired until 2027-02-01)" }],
    ],
    [
      "a retired one whose entry is deleted destroys",
      retired("2027-02-01"),
      without,
      [
        {
          class: "destroys",
          what: "leaves the plan; it was to keep what it has until 2027-02-01",
          hint: "keep it under retired until then; from that day on nothing is lost",
          gone: true,
        },
      ],
    ],
  ])("%s", (_name, before, after, told) => {
    const found = diffPlans(before, after).filter(({ subject }) => subject.kind === "site");
    expect(found).toEqual(
      told.map((one) => expect.objectContaining({ ...one, subject: { kind: "site", id: ZONE } })),
    );
  });

  test("a retired one whose last point outlives its day weakens, and one whose day is past may go", () => {
    const site = (before: Plan, after: Plan, today: string) =>
      diffPlans(before, after, today).find(({ subject }) => subject.kind === "site");
    // Its vault keeps points for 365 days.
    expect(site(samplePlan(), retired("2027-02-01"), "2026-11-29")).toMatchObject({
      class: "weakens",
      what: "is retired until 2027-02-01, and its last point expires on 2027-11-29",
      hint: `write retired: { ${ZONE}: 2027-11-29 }`,
    });
    expect(site(samplePlan(), retired("2027-11-29"), "2026-11-29")).toMatchObject({ class: "changes" });
    expect(site(retired("2027-02-01"), without, "2027-01-31")).toMatchObject({ class: "destroys" });
    const ended = site(retired("2027-02-01"), without, "2027-02-01");
    expect(ended).toMatchObject({ class: "changes", stacks: [`zone-${ZONE}`] });
    expect(ended).not.toHaveProperty("hint");
  });

  test("a zone that hangs off another region, and a store or key that goes alone, destroy", () => {
    const moved = withStack(samplePlan(), `zone-${ZONE}`, (stack) => ({ ...stack, region: WEST }));
    expect(diffPlans(samplePlan(), moved)[0]).toMatchObject({
      subject: { kind: "site", id: ZONE },
      class: "destroys",
      what: `lies in ${WEST} (was ${EAST}): what it keeps there leaves the plan`,
    });
    for (const kind of ["key", "store", "vault"]) {
      const lacking = withUnits(samplePlan(), (unit) =>
        unit.kind === kind && unit.site === WEST ? undefined : unit,
      );
      expect(change(samplePlan(), lacking)).toEqual({
        subject: { kind: "unit", id: `${WEST}.${kind}` },
        class: "destroys",
        path: "",
        what: "leaves the plan with everything it keeps",
        ...FIRST,
        stacks: [`site-${WEST}`],
      });
    }
  });
});

describe("the estate", () => {
  test("another account or partition destroys everything there is", () => {
    expect(change(samplePlan(), { ...samplePlan(), account: "210987654321" })).toEqual({
      subject: { kind: "estate", id: "210987654321" },
      class: "destroys",
      path: "account",
      what: `account 210987654321 (was ${ACCOUNT}): everything kept there leaves the plan`,
      hint: "leave this estate as it was and write another one for 210987654321",
      gone: false,
      stacks: ALL,
    });
    expect(change(samplePlan(), { ...samplePlan(), partition: "aws-cn" })).toMatchObject({
      class: "destroys",
      path: "partition",
    });
  });

  test.each<[string, (unit: Unit) => Unit, string[], string[]]>([
    [
      "roles that a restore may pass",
      (unit) => (unit.kind === "standby" ? { ...unit, passRoles: ["orders-a*", "media-*"] } : unit),
      [
        "widens restore.pass-roles: a restore may pass roles media-* too",
        "weakens restore.pass-roles: a restore may no longer pass roles orders-*",
      ],
      [`site-${WEST}`, `site-${EAST}`],
    ],
    [
      "who may restore",
      (unit) => (unit.kind === "standby" ? { ...unit, principals: ["role/a", "user/b"] } : unit),
      [
        "changes restore.principals: who may take the standby role: role/a, user/b (was whoever the account's IAM lets)",
      ],
      [`site-${WEST}`, `site-${EAST}`],
    ],
    [
      "where functions say their source revision",
      (unit) =>
        unit.kind === "runners"
          ? { ...unit, sourceRevision: { tag: "git-commit", environment: "GIT_COMMIT" } }
          : unit,
      [
        "widens source-revision.environment: points show the value of variable GIT_COMMIT where it is a revision",
        "changes source-revision.tag: tag that says the source revision: git-commit (was none)",
      ],
      [`site-${WEST}`, `site-${EAST}`],
    ],
    [
      "who is told of failures",
      (unit) => (unit.kind === "alarm" ? { ...unit, notify: ["a@example.com"] } : unit),
      [
        "widens notify: oncall@example.com is no longer told of failures",
        "adds notify: a@example.com is told of failures too",
      ],
      [`site-${WEST}`, `site-${EAST}`, `zone-${ZONE}`],
    ],
  ])("%s are told once for all sites", (_name, edit, told, stacks) => {
    const found = diffPlans(samplePlan(), withUnits(samplePlan(), edit));
    expect(found.map((one) => `${one.class} ${one.path}: ${one.what}`)).toEqual(told);
    for (const one of found)
      expect(one).toMatchObject({ subject: { kind: "estate", id: ACCOUNT }, stacks, gone: false });
    expect(found.every((one) => one.because === undefined)).toBe(true);
  });

  test("another share of the provider's reads changes the pace and deploys nothing", () => {
    const budget = (region: string, allowed: number) => ({
      ...{ region, allowed, average: 1, peak: 1, peakMinutes: 1, assumed: [] },
    });
    const before = { ...samplePlan(), budgets: [budget(EAST, 300), budget(WEST, 300)] };
    const after = { ...samplePlan(), budgets: [budget(EAST, 450), budget(WEST, 450)] };
    expect(change(before, after)).toMatchObject({
      class: "changes",
      path: "api-share",
      what: "reads a minute that runs may use: 450 (was 300)",
      stacks: [],
    });
  });
});

describe("policies come, go and are renamed", () => {
  const media = policyPlan({ name: "media", select: { ...policyPlan().select, names: ["media-*"] } });

  test("a new one adds, under a compliance lock for good; a removed one weakens, by its old line", () => {
    const subject = { kind: "policy", id: "media" };
    expect(change(withPolicies(policyPlan()), withPolicies(policyPlan(), media))).toEqual({
      ...{ subject, class: "adds", path: "", what: "is new", stacks: [], ...FIRST },
    });
    const firm: PolicyPlan = {
      ...media,
      lock: { mode: "compliance", confirmed: { on: "2026-11-28", by: "ana", days: 35 } },
    };
    expect(change(withPolicies(policyPlan()), withPolicies(policyPlan(), firm))).toMatchObject({
      class: "irreversible",
      what: "is new, under a compliance lock that nobody can take back",
    });
    expect(change(withPolicies(policyPlan(), media), withPolicies(policyPlan()))).toEqual({
      subject,
      class: "weakens",
      path: "",
      what: "is removed: it no longer protects anything",
      stacks: [],
      ...OLD,
    });
  });

  test("one that alone selects the same is the same under another name; of two nobody can say which", () => {
    const shop = policyPlan({ name: "shop" });
    expect(change(withPolicies(policyPlan()), withPolicies(shop))).toMatchObject({
      subject: { kind: "policy", id: "shop" },
      class: "changes",
      path: "name",
      what: "is called shop (was orders)",
    });
    const half = { names: ["orders-a*"] };
    const [two, three] = ["shop", "till"].map((name) =>
      policyPlan({ name, select: { ...policyPlan().select, ...half } }),
    ) as [PolicyPlan, PolicyPlan];
    const both = policyPlan({ select: { ...policyPlan().select, names: ["orders-*"] } });
    const split = diffPlans(withPolicies(both), withPolicies(two, three));
    expect(split.map((one) => `${one.class} ${one.subject.id}`)).toEqual([
      "weakens orders",
      "adds shop",
      "adds till",
    ]);
  });

  test("one that another protects as well or better is removed without weakening anything", () => {
    const wide = (words: Partial<PolicyPlan> = {}) =>
      policyPlan({ name: "wide", select: { ...policyPlan().select, names: ["*"] }, ...words });
    const gone = (...after: PolicyPlan[]) =>
      diffPlans(withPolicies(policyPlan()), withPolicies(...after)).find(({ gone: left }) => left);
    expect(gone(wide())).toMatchObject({
      class: "changes",
      what: "is removed: wide protects all that it did",
    });
    const weaker = { class: "weakens", what: "is removed: it no longer protects anything" };
    expect(gone(wide({ retention: { keep: 34, generations: {} } }))).toMatchObject(weaker);
    expect(gone(wide({ sites: [EAST] }))).toMatchObject(weaker);
    expect(gone()).toMatchObject(weaker);
  });

  test("sites of a policy are told by the line that named them, sites that it leaves by the old one", () => {
    const named = (plan: Plan, line: number): Plan =>
      withUnits(plan, (unit) => (unit.kind === "schedule" ? { ...unit, because: [at(1), at(line)] } : unit));
    const less = named(samplePlan({}, { sites: [EAST, ZONE] }), 9);
    const fewer = withUnits(less, (unit) => (unit.id === `${WEST}.schedule.orders` ? undefined : unit));
    const stacks = [`site-${WEST}`];
    expect(change(fewer, named(samplePlan(), 10))).toEqual({
      subject: { kind: "policy", id: "orders" },
      ...{ class: "adds", path: "sites", what: `runs at ${WEST} too`, because: at(10), gone: false, stacks },
    });
    expect(change(named(samplePlan(), 10), fewer)).toEqual({
      subject: { kind: "policy", id: "orders" },
      ...{
        class: "weakens",
        path: "sites",
        what: `no longer runs at ${WEST}`,
        because: at(10),
        gone: true,
        stacks,
      },
    });
  });
});

describe("places", () => {
  const origins = (...paths: readonly (readonly [string, number])[]): Pick<PolicyPlan, "origins"> => ({
    origins: Object.fromEntries(paths.map(([path, line]) => [path, { from: "policy", at: at(line) }])),
  });
  const keep = (days: number) => ({ retention: { keep: days, generations: {} } });

  test.each<[string, Partial<PolicyPlan>, Partial<PolicyPlan>, Pick<Change, "because" | "gone">]>([
    [
      "the value itself",
      { ...keep(35), ...origins(["retention", 11]) },
      { ...keep(14), ...origins(["retention", 12], ["retention.keep", 13]) },
      { because: at(13), gone: false },
    ],
    [
      "the block around it",
      { ...keep(35), ...origins(["retention", 11], ["retention.keep", 13]) },
      { ...keep(14), ...origins(["retention", 12]) },
      { because: at(12), gone: false },
    ],
    [
      "the line that is gone, where a default holds now",
      { ...keep(14), ...origins(["retention", 11]) },
      { ...keep(35), ...origins() },
      { because: at(11), gone: true },
    ],
    [
      "the policy, where nobody ever wrote it",
      { ...keep(14), ...origins() },
      { ...keep(35), ...origins() },
      FIRST,
    ],
  ])("%s", (_name, before, after, place) => {
    expect(change(samplePlan({}, before), samplePlan({}, after))).toMatchObject(place);
  });
});

describe("stacks", () => {
  test("a line that moved deploys nothing and is not told", () => {
    const moved = (kind: Unit["kind"]) =>
      withUnits(samplePlan(), (unit) =>
        unit.kind === kind ? { ...unit, because: [at(3)], moreLines: 7 } : unit,
      );
    for (const kind of ["vault", "copy", "alarm", "schedule"] as const)
      expect(diffPlans(samplePlan(), moved(kind))).toEqual([]);
  });

  test("goals and guesses deploy nothing, also beside what does", () => {
    const after = samplePlan({}, { owner: "web", cost: { functions: 11, packageSize: 1, changes: 8 } });
    expect(diffPlans(samplePlan(), after).map(({ path, stacks }) => [path, stacks.length])).toEqual([
      ["cost.functions", 0],
      ["cost.package-size", 0],
      ["owner", 3],
    ]);
  });

  test("one that is made otherwise without a reason is told, and weakens when it loses something", () => {
    const later = withUnits(samplePlan(), (unit) =>
      unit.id === `${WEST}.schedule.orders` ? { ...unit, times: { cron: "8 * * * *" } } : unit,
    );
    expect(change(samplePlan(), later)).toEqual({
      subject: { kind: "stack", id: `site-${WEST}` },
      class: "changes",
      path: "",
      what: "is made otherwise, of the same promises",
      ...FIRST,
      stacks: [`site-${WEST}`],
    });
    const less = withUnits(samplePlan(), (unit) => (unit.id === `${WEST}.standby` ? undefined : unit));
    expect(change(samplePlan(), less)).toMatchObject({ class: "weakens", what: `loses ${WEST}.standby` });
  });

  test("what is told is told worst first, then by subject and path", () => {
    const after = withStack(
      samplePlan(
        {},
        {
          lock: { mode: "compliance", confirmed: { on: "2026-11-28", by: "ana", days: 35 } },
          retention: { keep: 14, generations: { daily: 3 } },
          owner: "web",
        },
      ),
      `zone-${ZONE}`,
      () => undefined,
    );
    const found = diffPlans(samplePlan(), after);
    expect(found.map((one) => `${one.class} ${one.subject.id} ${one.path}`)).toEqual([
      "irreversible orders lock",
      "irreversible orders retention.daily",
      `destroys ${ZONE} `,
      "weakens orders retention.keep",
      "changes orders owner",
    ]);
    expect(CHANGE_CLASSES).toEqual(["irreversible", "destroys", "widens", "weakens", "changes", "adds"]);
  });

  test("a plan of nothing becomes one that only adds", () => {
    const nothing: Plan = { ...samplePlan(), policies: [], stacks: [], budgets: [] };
    const found = diffPlans(nothing, samplePlan());
    expect(found.map((one) => `${one.class} ${one.subject.kind} ${one.subject.id}`)).toEqual([
      "adds policy orders",
      `adds site ${WEST}`,
      `adds site ${EAST}`,
      `adds site ${ZONE}`,
    ]);
    expect(found[0]?.stacks).toEqual(ALL);
  });
});
