import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import type { Diagnostic } from "../../modules/core/diagnostic.ts";
import type { Plan } from "../../modules/planner/plan.ts";
import { planPolicies } from "../../modules/planner/plan-policies.ts";
import { schemaCheck } from "../../modules/policy/check-schema.ts";
import { parsePolicies, type SourceFile } from "../../modules/policy/parse.ts";

const read = (name: string) => readFileSync(new URL(`../../policies/${name}`, import.meta.url), "utf8");
const LOCK = { path: "zones.lock.json", text: read("zones.lock.json") };

/** Compiled once: the schemas do not change. */
const CHECK = schemaCheck();

function planned(files: readonly SourceFile[]): { plan?: Plan; diagnostics: readonly Diagnostic[] } {
  const { estate, zoneLock, policies, diagnostics } = parsePolicies(files, CHECK);
  if (estate === undefined || zoneLock === undefined) return { diagnostics };
  const { plan, diagnostics: more } = planPolicies({
    policies,
    estate,
    zoneLock,
    capabilities: awsCapabilities(zoneLock),
  });
  return { plan, diagnostics: [...diagnostics, ...more] };
}
const errorsOf = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.filter(({ severity }) => severity === "error");

const REGIONS = ["us-east-1", "us-west-2", "eu-west-1"];
const ZONES = ["us-east-1-bos-1a", "us-east-1-qro-1a", "us-west-2-lax-1a"];
const DESTINATIONS = ["eu-central-1", "ap-southeast-2"];
const ESTATE = {
  version: 1,
  account: "123456789012",
  regions: [...REGIONS, ...DESTINATIONS],
  "edge-zones": ZONES,
};

const some = (values: readonly string[], least: number) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: least });
const body = fc.record(
  {
    version: fc.constant(1),
    owner: fc.constantFrom("team-a", "Zoë Müller", "ops@example.com"),
    select: fc.oneof(
      fc.record({ names: some(["*", "orders-*", "a?c"], 1) }),
      fc.record({
        tags: fc.dictionary(fc.constantFrom("a", "b:c"), some(["x", "y z", "*"], 1), { minKeys: 1 }),
      }),
    ),
    sites: some([...REGIONS, ...ZONES], 1),
    retention: fc.integer({ min: 8, max: 36_500 }).map((days) => `${days}d`),
    schedule: fc.integer({ min: 5, max: 10_080 }).map((minutes) => ({ every: `${minutes}m` })),
    copies: some(DESTINATIONS, 0),
  },
  { requiredKeys: ["version", "owner", "select", "sites"] },
);
/** Policies as plain objects, each with a name of its own. */
const policies = fc
  .array(body, { minLength: 1, maxLength: 5 })
  .map((all) => all.map((one, i) => ({ ...one, name: `p${i}` })));

/** One key a line and in the order given, so that places are the only thing that moves. */
const file = (name: string, value: object): SourceFile => ({
  path: `${name}.yaml`,
  text: stringify(value, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 }),
});
const files = (all: readonly { name: string }[]) => [
  file("estate", ESTATE),
  LOCK,
  ...all.map((one) => file(one.name, one)),
];

/** The plan without places, which do move with keys. */
const placeless = (plan: Plan | undefined) =>
  JSON.stringify(plan, (key, value: unknown) => (key === "because" ? (value as unknown[]).length : value));

test("the order of files does not change a byte of the plan", () => {
  fc.assert(
    fc.property(
      policies.chain((all) =>
        fc.tuple(fc.constant(files(all)), fc.shuffledSubarray(files(all), { minLength: all.length + 2 })),
      ),
      ([ordered, shuffled]) => {
        const [a, b] = [planned(ordered), planned(shuffled)];
        expect(errorsOf(a.diagnostics)).toEqual([]);
        expect(JSON.stringify(b)).toBe(JSON.stringify(a));
      },
    ),
    { numRuns: 60 },
  );
});

test("the order of keys and lists changes nothing in the plan but the places", () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed).reverse();
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, child]) => [key, reversed(child)]),
    );
  };
  fc.assert(
    fc.property(policies, (all) => {
      const turned = [reversed(ESTATE) as object, ...all.map((one) => reversed(one) as object)].map(
        (value, i) => file(i === 0 ? "estate" : `p${i - 1}`, value),
      );
      expect(placeless(planned([...turned, LOCK]).plan)).toBe(placeless(planned(files(all)).plan));
    }),
    { numRuns: 60 },
  );
});

test("ids are unique, every unit's site has a stack, and what a stack depends on exists in an earlier wave", () => {
  fc.assert(
    fc.property(policies, (all) => {
      const { plan, diagnostics } = planned(files(all));
      expect(errorsOf(diagnostics)).toEqual([]);
      const stacks = plan?.stacks ?? [];
      const units = stacks.flatMap((stack) => stack.units);
      const wave = new Map(stacks.map((stack) => [stack.id, stack.wave]));
      const sites = new Set(stacks.filter(({ kind }) => kind !== "links").map(({ site }) => site));
      expect(new Set(units.map(({ id }) => id)).size).toBe(units.length);
      expect(wave.size).toBe(stacks.length);
      for (const unit of units) {
        expect(sites).toContain(unit.site);
        expect(unit.because.length).toBeGreaterThan(0);
        if (unit.kind === "copy") expect(sites).toContain(unit.to);
      }
      for (const stack of stacks)
        for (const id of stack.dependsOn) expect(wave.get(id)).toBeLessThan(stack.wave);
    }),
    { numRuns: 60 },
  );
});

test("every retention fits the lock of the vault where it ends up", () => {
  fc.assert(
    fc.property(policies, (all) => {
      const units = planned(files(all)).plan?.stacks.flatMap((stack) => stack.units) ?? [];
      const vaults = new Map(units.flatMap((unit) => (unit.kind === "vault" ? [[unit.site, unit]] : [])));
      for (const unit of units) {
        if (unit.kind !== "schedule") continue;
        for (const site of [unit.site, ...unit.copies]) {
          expect(vaults.get(site)?.minDays).toBeLessThanOrEqual(unit.retentionDays);
          expect(vaults.get(site)?.maxDays).toBeGreaterThanOrEqual(unit.retentionDays);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("what is written is what is planned: nothing valid is silently dropped", () => {
  fc.assert(
    fc.property(policies, (all) => {
      const read = parsePolicies(files(all), CHECK).policies;
      for (const [i, written] of all.entries()) {
        expect(read[i]?.sites.map(({ value }) => value)).toEqual(written.sites);
        if (written.copies) expect(read[i]?.copies.map(({ value }) => value)).toEqual(written.copies);
        if (written.retention) expect(`${read[i]?.retention.value}d`).toBe(written.retention);
        if (written.schedule) expect(`${read[i]?.every.value}m`).toBe(written.schedule.every);
      }
    }),
    { numRuns: 60 },
  );
});

const SAMPLES = ["estate.yaml", "orders.yaml", "edge.yaml"].map((path) => ({ path, text: read(path) }));
const SNIPPETS = [
  "[",
  "]",
  "{",
  "}",
  ":",
  ": ",
  "-",
  "\n",
  "\t",
  " ",
  '"',
  "'",
  "#",
  "&a ",
  "*a",
  "!!",
  "!x ",
  "|",
  ">",
  "%",
  "@",
  "`",
  "?",
  "---\n",
  "...\n",
  "<<: ",
  "~",
  "null",
  "0x",
  "1e9",
  "true",
  "__proto__: ",
  "constructor",
  "\u0000",
  "\u001b[2J",
  "\ufeff",
  "\u2028",
  "\ud800",
  "é",
  "🙂",
  "$\u007bx}",
  "%{if}",
  "us-east-1",
  "35d",
  "\r\n",
  "*",
  "-1",
  ".inf",
  ".nan",
  "0o7",
  "version: ",
]; // prettier than a generator: each has broken some parser
const mutation = fc.record({
  file: fc.nat(SAMPLES.length - 1),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.constantFrom(0, 0, 1, 2, 8, 40),
  insert: fc.oneof(fc.constantFrom("", ...SNIPPETS), fc.string({ unit: "binary", maxLength: 6 })),
});

test("any mutation of valid files gives a plan or errors with a place in them, and never throws", () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const texts = SAMPLES.map(({ text }) => text);
      for (const { file: i, at, drop, insert } of mutations) {
        const text = texts[i] ?? "";
        const start = Math.floor(at * text.length);
        texts[i] = text.slice(0, start) + insert + text.slice(start + drop);
      }
      const mutated = SAMPLES.map(({ path }, i) => ({ path, text: texts[i] ?? "" }));
      const { plan, diagnostics } = planned([...mutated, LOCK]);
      if (errorsOf(diagnostics).length === 0) expect(plan?.stacks.length).toBeGreaterThan(0);
      for (const { at, message, hint } of diagnostics) {
        const lines = (mutated.find(({ path }) => path === at.file)?.text ?? "").split("\n");
        expect(at.line).toBeGreaterThanOrEqual(1);
        expect(at.line).toBeLessThanOrEqual(Math.max(1, lines.length));
        expect(at.col).toBeGreaterThanOrEqual(1);
        expect(at.col).toBeLessThanOrEqual((lines[at.line - 1]?.length ?? 0) + 1);
        expect(`${message}${hint}`).not.toMatch(/\p{Cc}|\[object|NaN/u);
      }
    }),
    { numRuns: 2000 },
  );
});
