import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import { affectedStacks } from "../../modules/planner/diff/affected-stacks.ts";
import { diffPlans } from "../../modules/planner/diff/diff-plans.ts";
import { leavingStacks } from "../../modules/planner/diff/leaving-stacks.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import type { Plan } from "../../modules/planner/plan.ts";
import { parsePolicies } from "../../modules/policy/parse.ts";
import { synthesized } from "../support/synthesized.ts";

const NAMES = ["estate", "edge", "media", "orders"] as const;
type Name = (typeof NAMES)[number];
/** The sample policies, as a person would edit them, and lines put before each. */
type Files = Record<Name, Record<string, unknown> | undefined> & { above: Partial<Record<Name, string>> };

const read = (name: string) => readFileSync(join(import.meta.dirname, "../../policies", name), "utf8");
const LOCK = { path: "zones.lock.json", text: read("zones.lock.json") };

function sample(): Files {
  const entries = NAMES.map((name) => [name, parse(read(`${name}.yaml`))] as const);
  return { ...Object.fromEntries(entries), above: {} } as Files;
}

function planned(files: Files): Plan {
  const texts = NAMES.flatMap((name) => {
    const content = files[name];
    const text = content === undefined ? [] : [`${files.above[name] ?? ""}${stringify(content)}`];
    return text.map((one) => ({ path: `${name}.yaml`, text: one }));
  });
  const { estate, zoneLock, policies, diagnostics } = parsePolicies([...texts, LOCK]);
  if (estate === undefined || zoneLock === undefined) throw new Error(JSON.stringify(diagnostics));
  const result = planPolicies({ policies, estate, zoneLock, capabilities: awsCapabilities(zoneLock) });
  const errors = [...diagnostics, ...result.diagnostics].filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return result.plan;
}

type Edit = (files: Files) => void;
const set =
  (name: Name, values: Record<string, unknown>): Edit =>
  (files) => {
    if (files[name] !== undefined) Object.assign(files[name], values);
  };

/** What people change, by what it is; each leaves the others possible. */
const EDITS: Readonly<Record<string, Edit>> = {
  owner: set("orders", { owner: "team-x" }),
  retention: set("orders", { retention: "90d" }),
  "a retention that another policy has too": set("media", { retention: "35d" }),
  interval: set("orders", { schedule: { every: "2h" } }),
  cron: set("media", {
    schedule: { cron: "0 5 * * *", "time-zone": "Europe/Berlin", "start-window": "30m" },
  }),
  "rate, time zone": set("edge", { schedule: { rate: "90m", "time-zone": "Europe/Berlin" } }),
  pause: set("edge", {
    schedule: { every: "30m", pauses: [{ from: "2026-12-24", to: "2026-12-27", reason: "freeze" }] },
  }),
  selection: set("media", { select: { names: ["*"], arns: ["arn:aws:lambda:*:*:function:media-*"] } }),
  "the same selection in other words": set("edge", { select: { names: ["*", "a*"] } }),
  "a reason to exclude": set("orders", {
    select: { tags: { service: "orders" }, exclude: [{ name: "*-canary", reason: "not ours" }] },
  }),
  protect: set("orders", { protect: { code: "all", triggers: ["sqs"] } }),
  "one site more": set("orders", { sites: ["us-east-1", "eu-west-1"], copies: [] }),
  "a zone more": set("media", { sites: ["us-east-1", "us-east-1-bos-1a"] }),
  "a zone left": set("edge", { sites: ["eu-west-1"], copies: [] }),
  "no copies": set("media", { copies: [] }),
  "nobody copies": (files) => {
    for (const name of ["edge", "media", "orders"] as const) set(name, { copies: [] })(files);
  },
  "goals and guesses": set("orders", {
    objectives: { rpo: "1d", survive: 0 },
    cost: { functions: 3 },
    "stay-in": ["US", "EU"],
    accept: [{ change: "weakens", reason: "x" }],
  }),
  "a policy less": (files) => {
    files.media = undefined;
  },
  "another name": set("media", { name: "pictures" }),
  "roles to pass": set("estate", { restore: { "pass-roles": ["orders-*"] } }),
  "who may restore": set("estate", { restore: { principals: ["role/x"] } }),
  notify: set("estate", { notify: ["ops@example.com"] }),
  "api share": set("estate", { "api-share": "50%" }),
  "a region unused": set("estate", { regions: ["us-east-1", "eu-west-1", "eu-central-1"] }),
  "a region retired": set("estate", { retired: { "us-west-2": "2027-01-31" } }),
  "a zone retired": (files) => {
    set("estate", { "edge-zones": [], retired: { "us-east-1-bos-1a": "2027-01-31" } })(files);
    set("edge", { sites: ["us-east-1"] })(files);
    set("media", { sites: ["us-east-1"] })(files);
  },
  "another profile": set("estate", { defaults: { schedule: { every: "1d" }, retention: "34d" } }),
  "lines above": (files) => {
    files.above.orders = "# a comment\n\n";
  },
  "state elsewhere": set("estate", { state: { s3: { bucket: "our-state", region: "us-east-1" } } }),
};

/** What a person takes back: one file as it was, or what was written above it. */
const BACK: readonly Edit[] = [
  ...NAMES.map(
    (name): Edit =>
      (files) => {
        files[name] = sample()[name];
      },
  ),
  (files) => {
    files.above = {};
  },
];

const BEFORE = planned(sample());
const MADE = synthesized(BEFORE);

test("stacks said to be affected are those whose Terraform differs, and each is told with a change", () => {
  fc.assert(
    fc.property(fc.subarray(Object.keys(EDITS), { minLength: 1, maxLength: 3 }), (names) => {
      const files = sample();
      for (const name of names) EDITS[name]?.(files);
      const after = planned(files);
      const made = synthesized(after);
      const changed = [...made].filter(([id, { text }]) => MADE.get(id)?.text !== text).map(([id]) => id);
      expect(affectedStacks(BEFORE, after).map(({ id }) => id)).toEqual(changed);
      const left = [...MADE.keys()].filter((id) => !made.has(id));
      expect(leavingStacks(BEFORE, after).map(({ id }) => id)).toEqual(expect.arrayContaining(left));
      const told = new Set(diffPlans(BEFORE, after).flatMap(({ stacks }) => stacks));
      expect([...told].sort()).toEqual([...changed, ...left].sort());
    }),
    { numRuns: 12 },
  );
});

test("over a year of changes, stacks to deploy and to remove are the difference of what is synthesized", () => {
  const random = fc.sample(fc.nat(1_000_000), { seed: 2027, numRuns: 400 });
  const edits = [...Object.values(EDITS), ...BACK, ...BACK];
  let files = sample();
  let [before, had] = [BEFORE, MADE];
  const seen = { steps: 0, deployed: 0, removed: 0, nothing: 0 };
  for (let i = 0; seen.steps < 40 && i < random.length; i++) {
    const next = structuredClone(files);
    edits[(random[i] ?? 0) % edits.length]?.(next);
    const after = validPlan(next);
    // Not every edit suits every estate, and one that edits nothing is no step.
    if (after === undefined || JSON.stringify(next) === JSON.stringify(files)) continue;
    const has = synthesized(after);
    const deploy = affectedStacks(before, after).map(({ id }) => id);
    const remove = leavingStacks(before, after).map(({ id }) => id);
    expect(deploy).toEqual([...has].filter(([id, { text }]) => had.get(id)?.text !== text).map(([id]) => id));
    expect([...remove].sort()).toEqual([...had.keys()].filter((id) => !has.has(id)).sort());
    seen.steps += 1;
    if (deploy.length > 0) seen.deployed += 1;
    if (remove.length > 0) seen.removed += 1;
    if (deploy.length + remove.length === 0) seen.nothing += 1;
    [files, before, had] = [next, after, has];
  }
  expect(seen.steps).toBe(40);
  expect(Math.min(seen.deployed - 20, seen.removed - 3, seen.nothing - 3)).toBeGreaterThanOrEqual(0);
});

function validPlan(files: Files): Plan | undefined {
  try {
    return planned(files);
  } catch {
    return undefined;
  }
}
