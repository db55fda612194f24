import { describe, expect, test } from "vitest";
import { runnerVariables } from "../../../modules/aws/runner-variables.ts";
import { MOST_GENERATIONS } from "../../../modules/contract/signing.ts";
import { affectedStacks } from "../../../modules/planner/diff/affected-stacks.ts";
import { diffPlans } from "../../../modules/planner/diff/diff-plans.ts";
import type { Plan } from "../../../modules/planner/plan.ts";
import { testSigner } from "../../support/run-witness.ts";
import { EAST, WEST, ZONE } from "../../support/sample-plan.ts";
import { moduleOf, resources, statementsOf, synthesized } from "../../support/synthesized.ts";
import { plan } from "./sample.ts";

const { pin } = testSigner();
const UNTIL = "2026-11-29T12:00:00.000Z";
const next = { ...testSigner(`${pin.key}2`).pin, from: UNTIL };
const west = testSigner(`arn:aws:kms:${WEST}:123456789012:key/w`, WEST).pin;

/** The east signs with its nth key. */
const rotated = (generation: number): Plan => ({
  ...plan,
  stacks: plan.stacks.map((stack) => ({
    ...stack,
    units: stack.units.map((unit) =>
      stack.region === EAST && (unit.kind === "runners" || unit.kind === "schedule")
        ? { ...unit, generation }
        : unit,
    ),
  })),
});

describe("a region that signs with its third key", () => {
  const third = rotated(3);
  const east = moduleOf(synthesized(third), `site-${EAST}`);
  const signs = Object.values(east.resource.aws_kms_key ?? {}).filter(
    (key) => key.key_usage === "SIGN_VERIFY",
  );

  test("keeps those before, by which nobody signs, each under an alias of its own", () => {
    expect(signs.map(({ lifecycle }) => lifecycle)).toEqual(Array(3).fill({ prevent_destroy: true }));
    const last = signs.map(({ policy }) => statementsOf(policy).at(-1));
    expect(last.map((statement) => statement?.Sid).sort()).toEqual([
      "OnlyEndedRunsAreSigned",
      "SignsNoMore",
      "SignsNoMore",
    ]);
    expect(last.find((statement) => statement?.Sid === "SignsNoMore")).toEqual({
      ...{ Sid: "SignsNoMore", Effect: "Deny", Principal: "*", Action: ["kms:Sign"], Resource: ["*"] },
    });
    const aliases = Object.values(east.resource.aws_kms_alias ?? {}).map(({ name }) => name);
    expect(aliases.filter((name) => String(name).includes("signing")).sort()).toEqual(
      ["", "-2", "-3"].map((end) => `alias/zonekeep-${EAST}-signing${end}`),
    );
  });

  test("has the alias of the one that signs once those before may sign no more: a deployment that breaks off leaves no key that is ended and signs", () => {
    const key = (alias: { readonly target_key_id?: unknown }): string =>
      String(alias.target_key_id).replace(/^\$\{(.*)\.key_id\}$/, "$1");
    const aliases = Object.values(east.resource.aws_kms_alias ?? {})
      .filter(({ name }) => String(name).includes("signing"))
      .sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
    const keys = aliases.map(key);
    expect(aliases.map(({ depends_on = [] }) => [...(depends_on as string[])].sort())).toEqual([
      [],
      [],
      keys.slice(0, 2).sort(),
    ]);
  });

  test("tells its runners so, and lets them sign with that one alone", () => {
    const told = Object.values(east.resource.aws_lambda_function ?? {}).map(
      ({ function_name, environment }) => [function_name, environment],
    );
    expect(Object.fromEntries(told)).toEqual({
      [`zonekeep-${EAST}-discover`]: { variables: { ZONEKEEP_BOUNDS: expect.any(String) } },
      [`zonekeep-${EAST}-capture`]: {
        variables: { ZONEKEEP_BOUNDS: expect.any(String), ZONEKEEP_SIGNING_GENERATION: "3" },
      },
      [`zonekeep-${EAST}-summarise`]: {
        variables: { ZONEKEEP_BOUNDS: expect.any(String), ZONEKEEP_SIGNING_GENERATION: "3" },
      },
    });
    const [[id]] = Object.entries(east.resource.aws_kms_key ?? {}).filter(
      ([, key]) => key.key_usage === "SIGN_VERIFY" && String(key.policy).includes("OnlyEndedRunsAreSigned"),
    ) as [[string, unknown]];
    const signing = Object.values(east.resource.aws_iam_role_policy ?? {})
      .flatMap(({ policy }) => statementsOf(policy))
      .filter(({ Action }) => Action.includes("kms:Sign"));
    expect(signing.map(({ Resource }) => Resource)).toEqual([[`\${aws_kms_key.${id}.arn}`]]);
  });

  test("has the stacks deployed whose runs it signs: its own and those of its edge zones", () => {
    const second = rotated(2);
    const [had, has] = [synthesized(second), synthesized(third)];
    const changed = [...has].filter(([id, { text }]) => had.get(id)?.text !== text).map(([id]) => id);
    expect(changed.sort()).toEqual([`site-${EAST}`, `zone-${ZONE}`]);
    expect(
      affectedStacks(second, third)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(changed);
    const [change, ...more] = diffPlans(second, third);
    expect([change, more]).toMatchObject([
      {
        ...{ class: "widens", path: "signing", what: `key 3 signs the runs of ${EAST}, in place of key 2` },
        stacks: changed,
      },
      [],
    ]);
  });
});

test("of as many keys as a region can have had the newest ten fit the pattern that an account may write without asking", () => {
  const rules = resources(
    moduleOf(synthesized(rotated(MOST_GENERATIONS)), `site-${EAST}`),
    "aws_cloudwatch_event_rule",
  );
  const pattern = String(rules.find(({ name }) => name === `zonekeep-${EAST}-key`)?.event_pattern);
  const longest = "arn:aws-us-gov:kms:ap-southeast-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";
  const filled = pattern.replaceAll(/\$\{aws_kms_key\.[^}]*\}/g, longest);
  const newest = Array.from({ length: 10 }, (_, before) => `signing-${MOST_GENERATIONS - before}_`);
  const named = [...pattern.matchAll(/aws_kms_key\.(\w+?-?\d*_)/g)].map(([, id]) => id);
  expect(named).toEqual(["key_", ...newest]);
  expect(filled.length).toBeLessThanOrEqual(2048);
});

/** Bytes, as Lambda measures them. */
const measured = (variables: object): number => Buffer.byteLength(JSON.stringify(variables));

test("however long its bounds are, all variables of a capture fit 4 KB together", () => {
  const stack = pinned(...Array.from({ length: 12 }, () => ({ ...pin, until: UNTIL }))).stacks.find(
    ({ id }) => id === `site-${WEST}`,
  );
  if (stack === undefined) throw new Error("the west has no stack");
  const signing = { ...stack, region: EAST };
  for (const zones of [1, 100, 200]) {
    const bounds = {
      ...{ sites: Array.from({ length: zones }, () => ZONE.slice(0, 13)), copies: [], pauses: [], asked: [] },
      ...{ retentionDays: 36_500, compliance: true },
    };
    const variables = runnerVariables("capture", signing, bounds);
    expect(measured(variables)).toBeLessThanOrEqual(4096);
  }
});

test("a capture is told the keys that are pinned for its own region, and of no other one", () => {
  const of = { ...pinned({ ...pin, until: UNTIL }, next) };
  const west1 = moduleOf(synthesized(of), `site-${WEST}`);
  const told = Object.values(west1.resource.aws_lambda_function ?? {}).flatMap(({ environment }) =>
    Object.entries((environment as { variables: Record<string, string> }).variables),
  );
  const { key, publicKey, from } = west;
  expect(told.filter(([name]) => name !== "ZONEKEEP_BOUNDS")).toEqual([
    ["ZONEKEEP_PINNED_KEYS", JSON.stringify([{ key, publicKey, from }])],
  ]);
});

test("a capture alone is told where functions say their source revision", () => {
  const rule = { tag: "git-commit" };
  const stacks = plan.stacks.map((stack) => ({
    ...stack,
    units: stack.units.map((unit) => (unit.kind === "runners" ? { ...unit, sourceRevision: rule } : unit)),
  }));
  const functions = moduleOf(synthesized({ ...plan, stacks }), `site-${EAST}`).resource.aws_lambda_function;
  const told = Object.entries(functions ?? {}).flatMap(([name, { environment }]) => {
    const { variables } = environment as { variables: Record<string, string> };
    return variables.ZONEKEEP_SOURCE_REVISION === undefined
      ? []
      : [[name.startsWith("capture"), JSON.parse(variables.ZONEKEEP_SOURCE_REVISION)]];
  });
  expect(told).toEqual([[true, rule]]);
});

/** The west receives what the east keeps. */
const pinned = (...east: (typeof pin)[]): Plan => ({
  ...plan,
  stacks: plan.stacks.map((stack) => ({
    ...stack,
    units: stack.units.map((unit) =>
      unit.kind === "standby" && unit.site === WEST ? { ...unit, signers: [west, ...east] } : unit,
    ),
  })),
});
const parameters = (of: Plan, region: string) =>
  Object.values(moduleOf(synthesized(of), `site-${region}`).resource.aws_ssm_parameter ?? {});

test("the keys of each source are in the region where its points lie, apart from the store, one parameter a source", () => {
  const found = parameters(pinned({ ...pin, until: UNTIL }, next), WEST);
  expect(found).toMatchObject([
    { name: `/zonekeep/signers/${WEST}`, type: "StringList", value: `${west.fingerprint} ${west.from}` },
    {
      name: `/zonekeep/signers/${EAST}`,
      value: `${pin.fingerprint} ${pin.from} ${UNTIL},${next.fingerprint} ${UNTIL}`,
    },
  ]);
});

test("of as many keys as all rotations leave the newest are in a parameter that costs nothing, of 4 KB", () => {
  const many = Array.from({ length: MOST_GENERATIONS }, (_, i) => ({
    ...pin,
    key: `${pin.key}${i}`,
    from: `2026-11-29T12:00:00.0${10 + i}Z`,
    until: UNTIL,
  }));
  const [, east] = parameters(pinned(...many), WEST);
  const told = String(east?.value).split(",");
  // 115 characters each, without a comma behind the last.
  expect(told).toEqual(many.slice(-35).map(({ fingerprint, from }) => `${fingerprint} ${from} ${UNTIL}`));
});

test("without a pinned key there is no parameter", () => {
  expect(parameters(plan, EAST)).toEqual([]);
});

test.each([
  ["a first key", [], [pin]],
  ["one in place of another", [pin], [{ ...pin, until: UNTIL }, next]],
  ["another day of one", [pin], [{ ...pin, until: UNTIL }]],
])("%s has those stacks deployed whose Terraform it changes, and no other", (_name, before, after) => {
  const [was, is] = [pinned(...before), pinned(...after)];
  const [had, has] = [synthesized(was), synthesized(is)];
  const changed = [...has].filter(([id, { text }]) => had.get(id)?.text !== text).map(([id]) => id);
  expect(changed).toEqual([`site-${WEST}`]);
  expect(affectedStacks(was, is).map(({ id }) => id)).toEqual(changed);
});
