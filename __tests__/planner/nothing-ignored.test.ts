import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import { parsePolicies } from "../../modules/policy/parse.ts";
import policySchema from "../../modules/policy/schema/policy.schema.json" with { type: "json" };
import { EVERYTHING } from "../support/everything.ts";

const LOCK = {
  path: "zones.lock.json",
  text: readFileSync(new URL("../../policies/zones.lock.json", import.meta.url), "utf8"),
};
const DOCUMENTS = EVERYTHING.map(({ path, text }) => ({ path, value: parse(text) as object }));

type Path = readonly string[];

/** What becomes of the files: the plan, what the estate holds beside it, and every message; without places. */
function outcome(values: readonly object[]): string {
  const files = DOCUMENTS.map(({ path }, i) => ({ path, text: stringify(values[i]) }));
  const { estate, zoneLock, policies, diagnostics } = parsePolicies([...files, LOCK]);
  if (estate === undefined || zoneLock === undefined)
    return JSON.stringify(diagnostics.map(({ message }) => message));
  const capabilities = { ...awsCapabilities(zoneLock), refuse: () => undefined };
  const planned = planPolicies({ policies, estate, zoneLock, capabilities });
  const told = [...diagnostics, ...planned.diagnostics].map(({ message }) => message);
  return JSON.stringify([planned.plan, estate, told], (key, value: unknown) =>
    ["at", "because", "origins"].includes(key) ? undefined : value,
  );
}

/** Every key of mappings, at any depth, also inside lists. */
function keysOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const inner = [...path, key];
    return Array.isArray(value) ? keysOf(child, inner) : [inner, ...keysOf(child, inner)];
  });
}

function without(value: object, path: Path): object {
  const copy = structuredClone(value);
  const parent = path
    .slice(0, -1)
    .reduce((node: unknown, key) => (node as Record<string, unknown>)[key], copy);
  delete (parent as Record<string, unknown>)[path.at(-1) ?? ""];
  return copy;
}

/** The policy writes every block itself, so its profile has nothing left to say; the plain one depends on it. */
const SHADOWED = "all.yaml extends";

const values = DOCUMENTS.map(({ value }) => value);
const whole = outcome(values);

test("the policy that says everything has every key of the schema", () => {
  expect(Object.keys(values[1] ?? {}).toSorted()).toEqual(Object.keys(policySchema.properties).toSorted());
});

const keys = DOCUMENTS.flatMap(({ path, value }, i) =>
  keysOf(value).map((key) => ({ name: `${path} ${key.join(".")}`, i, key })),
);

test.each(keys.filter(({ name }) => name !== SHADOWED))(
  "$name is not accepted and ignored: without it, something else comes of it",
  ({ i, key }) => {
    expect(outcome(values.map((value, j) => (i === j ? without(value, key) : value)))).not.toBe(whole);
  },
);
