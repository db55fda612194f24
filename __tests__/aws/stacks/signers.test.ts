import { expect, test } from "vitest";
import { affectedStacks } from "../../../modules/planner/diff/affected-stacks.ts";
import type { Plan } from "../../../modules/planner/plan.ts";
import { testSigner } from "../../support/run-witness.ts";
import { EAST, WEST } from "../../support/sample-plan.ts";
import { moduleOf, synthesized } from "../../support/synthesized.ts";
import { plan } from "./sample.ts";

const { pin } = testSigner();
const UNTIL = "2026-11-29T12:00:00.000Z";
const next = { ...testSigner(`${pin.key}2`).pin, from: UNTIL };
const west = testSigner(`arn:aws:kms:${WEST}:123456789012:key/w`, WEST).pin;

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

test("as many keys as thirty rotations leave fit a parameter that costs nothing, of 4 KB", () => {
  const many = Array.from({ length: 30 }, (_, i) => ({ ...pin, key: `${pin.key}${i}`, until: UNTIL }));
  const [, east] = parameters(pinned(...many), WEST);
  expect(String(east?.value).length).toBeLessThanOrEqual(4096);
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
