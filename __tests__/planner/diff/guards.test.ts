import { describe, expect, test } from "vitest";
import { diffPlans } from "../../../modules/planner/diff/diff-plans.ts";
import type { Plan, StandbyUnit } from "../../../modules/planner/plan.ts";
import { ACCOUNT, EAST, samplePlan, WEST } from "../../support/sample-plan.ts";

type Said = Partial<StandbyUnit> & { readonly signers?: readonly object[]; readonly trusts?: string };

/** The standby roles of these sites say something else. */
function guarded(said: Said | ((site: string) => Said), plan = samplePlan()): Plan {
  return {
    ...plan,
    stacks: plan.stacks.map((stack) => ({
      ...stack,
      units: stack.units.map((unit) =>
        unit.kind === "standby"
          ? { ...unit, ...(typeof said === "function" ? said(unit.site) : said) }
          : unit,
      ),
    })),
  };
}

const told = (before: Plan, after: Plan): string[] =>
  diffPlans(before, after).map((one) => `${one.class} ${one.path}: ${one.what}`);

describe("roles that a restore may pass", () => {
  test.each<[string[], string[], string[]]>([
    [
      ["orders-*"],
      ["orders-*", "Admin*"],
      ["widens restore.pass-roles: a restore may pass roles Admin* too"],
    ],
    [["orders-*"], ["ord*"], ["widens restore.pass-roles: a restore may pass roles ord* too"]],
    [["ord*"], ["orders-*"], ["weakens restore.pass-roles: a restore may no longer pass roles ord*"]],
    [["ord*"], ["ord*", "orders-*"], ["changes : is made otherwise, of the same promises"]],
    [[], ["orders-*"], ["widens restore.pass-roles: a restore may pass roles orders-* too"]],
  ])("%j to %j", (before, after, expected) => {
    const found = told(guarded({ passRoles: before }), guarded({ passRoles: after }));
    expect([...new Set(found)]).toEqual(expected);
  });
});

describe("who may restore", () => {
  const open = (plan: Plan): Plan => plan;
  test.each<[string[] | undefined, string[] | undefined, string[]]>([
    [
      ["role/ops"],
      undefined,
      [
        "widens restore.principals: who may take the standby role: whoever the account's IAM lets (was role/ops)",
      ],
    ],
    [
      undefined,
      ["role/ops"],
      [
        "changes restore.principals: who may take the standby role: role/ops (was whoever the account's IAM lets)",
      ],
    ],
    [["role/ops"], ["role/ops*"], ["widens restore.principals: role/ops* may take the standby role too"]],
    [
      ["role/ops", "user/alice"],
      ["role/ops", "user/mallory"],
      [
        "widens restore.principals: user/mallory may take the standby role too",
        "changes restore.principals: user/alice may no longer take the standby role",
      ],
    ],
    [
      ["role/ops*"],
      ["role/ops-eu"],
      ["changes restore.principals: role/ops* may no longer take the standby role"],
    ],
  ])("%j to %j", (before, after, expected) => {
    const plan = (principals: string[] | undefined) =>
      principals === undefined ? open(samplePlan()) : guarded({ principals });
    expect(told(plan(before), plan(after))).toEqual(expected);
  });

  test("of a site that comes is measured by the sites that were there", () => {
    const before = guarded({ principals: ["role/ops"] });
    const one = { ...before, stacks: before.stacks.filter(({ id }) => id !== `site-${WEST}`) };
    expect(told(one, before)).not.toContainEqual(expect.stringContaining("principals"));
    const wider = guarded((site) => ({
      principals: site === WEST ? ["role/ops", "role/dev"] : ["role/ops"],
    }));
    expect(told(one, wider)).toContain("widens restore.principals: role/dev may take the standby role too");
  });
});

describe("whose signatures are believed", () => {
  const key = (region: string, more: object = {}) => ({
    ...{ region, key: `arn:aws:kms:${region}:${ACCOUNT}:key/k`, fingerprint: "ab", publicKey: "cd" },
    from: "2026-11-01T00:00:00Z",
    ...more,
  });
  const [east, west] = [key(EAST), key(WEST)];
  const name = `arn:aws:kms:${EAST}:${ACCOUNT}:key/k of ${EAST}`;

  test.each<[string, Said, Said, string]>([
    ["a key more", { signers: [west] }, { signers: [east, west] }, `signatures by ${name} are believed too`],
    ["a first key", {}, { signers: [east] }, `signatures by ${name} are believed too`],
    ["a key less", { signers: [east] }, {}, `signatures by ${name} are no longer known`],
    [
      "another public key under the same name",
      { signers: [east] },
      { signers: [key(EAST, { publicKey: "ef" })] },
      `another public key, or other days, are pinned for ${name}`,
    ],
    [
      "an end of its days",
      { signers: [east] },
      { signers: [key(EAST, { until: "2026-11-29" })] },
      `another public key, or other days, are pinned for ${name}`,
    ],
  ])("%s widens, told once with the sites that have it", (_name, before, after, what) => {
    expect(diffPlans(guarded(before), guarded(after))).toEqual([
      {
        ...{ subject: { kind: "estate", id: ACCOUNT }, class: "widens", path: "signing", what },
        ...{ gone: false, stacks: expect.arrayContaining([`site-${EAST}`]) },
      },
      ...(what.endsWith("no longer known")
        ? [expect.objectContaining({ class: "changes", subject: { kind: "stack", id: `site-${WEST}` } })]
        : []),
    ]);
  });

  test("a key that another site has already is none, such as where a copy comes", () => {
    const before = guarded((site) => ({ signers: site === EAST ? [east, west] : [west] }));
    expect(told(before, guarded({ signers: [east, west] }))).toEqual([
      "changes : is made otherwise, of the same promises",
    ]);
  });
});

test("a region that no other one watches any more is told, each for itself", () => {
  const watched = (by: (site: string) => string | undefined): Plan => {
    const plan = samplePlan();
    return {
      ...plan,
      stacks: plan.stacks.map((stack) => ({
        ...stack,
        units: stack.units.map((unit) => {
          const watchedBy = by(unit.site);
          return unit.kind === "alarm" && watchedBy !== undefined ? { ...unit, watchedBy } : unit;
        }),
      })),
    };
  };
  const [both, one, other] = [
    watched((site) => (site === EAST ? WEST : EAST)),
    watched((site) => (site === EAST ? WEST : undefined)),
    watched((site) => (site === EAST ? "eu-north-1" : EAST)),
  ];
  const zone = `${EAST}-bos-1a`;
  expect(told(both, one)).toEqual([
    `widens watched-by: ${WEST} is watched by no other region (was ${EAST})`,
    `widens watched-by: ${zone} is watched by no other region (was ${EAST})`,
  ]);
  // Where the other region goes, that it goes is what has to be accepted.
  const alone = { ...one, stacks: one.stacks.filter(({ site }) => site !== EAST) };
  expect(told(both, alone)).toContain(
    `changes watched-by: ${WEST} is watched by no other region (was ${EAST})`,
  );
  expect(told(one, both).map((line) => line.split(" ")[0])).toEqual(["adds", "adds"]);
  expect(told(both, other)).toEqual([`changes watched-by: ${EAST} is watched by eu-north-1 (was ${WEST})`]);
});

test("what else a standby role says is never taken for harmless", () => {
  expect(told(guarded({ trusts: "a" }), guarded({ trusts: "b" }))).toEqual([
    "widens restore.trusts: the standby role has another trusts",
  ]);
});

test("another place of Terraform's state widens, whatever of it differs", () => {
  const s3 = { kind: "s3", bucket: "our-state", region: EAST, prefix: "zonekeep" } as const;
  const at = (state: Plan["state"]): Plan => ({ ...samplePlan(), ...(state && { state }) });
  for (const other of [{ bucket: "theirs" }, { region: WEST }, { prefix: "x" }])
    expect(diffPlans(at(s3), at({ ...s3, ...other }))).toMatchObject([
      { class: "widens", path: "state", subject: { kind: "estate" } },
    ]);
  expect(told(at(s3), at({ kind: "local" }))).toEqual([
    "widens state: keeps Terraform's state in local files (was s3://our-state/zonekeep of us-east-1)",
  ]);
  expect(told(at(s3), at(undefined))).toEqual([]);
});

const said = (plan: Partial<Plan>): Plan => ({ ...samplePlan(), ...plan });

test.each<[string, Partial<Plan>, Partial<Plan>, string]>([
  ["taken away", { stayIn: ["EU"] }, {}, "widens stay-in: stays in no jurisdiction (was EU)"],
  ["one more", { stayIn: ["EU"] }, { stayIn: ["EU", "US"] }, "widens stay-in: stays in EU, US (was EU)"],
  ["written", {}, { stayIn: ["EU"] }, "adds stay-in: stays in EU (was no jurisdiction)"],
])("the estate's jurisdictions: %s", (_name, before, after, what) => {
  expect(told(said(before), said(after))).toEqual([what]);
  expect(diffPlans(said(before), said(after))[0]).toMatchObject({
    ...{ subject: { kind: "estate", id: ACCOUNT }, stacks: [] },
  });
});

const NAS = { name: "nas", endpoint: "https://nas.example.com", bucket: "copies" };
const HOME = "copies of https://nas.example.com";

test.each<[string, Plan["targets"], Plan["targets"], string]>([
  [
    "that comes",
    undefined,
    [NAS],
    `widens targets.nas: copies may go to target nas at ${HOME} (was no place)`,
  ],
  [
    "that lies elsewhere",
    [NAS],
    [{ ...NAS, endpoint: "https://theirs.example.com" }],
    `widens targets.nas: copies may go to target nas at copies of https://theirs.example.com (was ${HOME})`,
  ],
  [
    "with another bucket",
    [NAS],
    [{ ...NAS, bucket: "theirs" }],
    `widens targets.nas: copies may go to target nas at theirs of https://nas.example.com (was ${HOME})`,
  ],
  [
    "that goes",
    [NAS],
    undefined,
    `changes targets.nas: copies may go to target nas at no place (was ${HOME})`,
  ],
])("a target %s", (_name, before, after, what) => {
  const plan = (targets: Plan["targets"]): Plan => said(targets === undefined ? {} : { targets });
  expect(told(plan(before), plan(after))).toEqual([what]);
  expect(told(plan(after), plan(after))).toEqual([]);
});

test("words that let changes pass are told when they come and when they go", () => {
  const accept = [{ change: "destroys", reason: "we leave" } as const];
  const plan = { ...samplePlan(), accept };
  expect(told(samplePlan(), plan)).toEqual([
    'changes accept: will let a later change that destroys pass: "we leave"',
  ]);
  expect(told(plan, samplePlan())).toEqual([
    'changes accept: no longer lets a change that destroys pass: "we leave"',
  ]);
  expect(diffPlans(samplePlan(), plan)[0]?.stacks).toEqual([]);
});
