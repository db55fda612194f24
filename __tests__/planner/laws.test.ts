import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { awsCapabilities } from "../../modules/aws/capabilities.ts";
import type { Diagnostic } from "../../modules/core/diagnostic.ts";
import { parseDuration } from "../../modules/core/duration.ts";
import { planPolicies } from "../../modules/planner/expand/plan-policies.ts";
import type { Plan } from "../../modules/planner/plan.ts";
import { parsePolicies, type SourceFile } from "../../modules/policy/parse.ts";

const read = (name: string) => readFileSync(new URL(`../../policies/${name}`, import.meta.url), "utf8");
const LOCK = { path: "zones.lock.json", text: read("zones.lock.json") };

function planned(files: readonly SourceFile[]): { plan?: Plan; diagnostics: readonly Diagnostic[] } {
  const { estate, zoneLock, policies, diagnostics } = parsePolicies(files);
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

const some = (values: readonly string[], min: number) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: min });
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
    schedule: fc.oneof(
      fc.constantFrom("5m", "20m", "1h", "8h", "1d", "7d").map((every) => ({ every })),
      fc.integer({ min: 5, max: 10_080 }).map((minutes) => ({ rate: `${minutes}m` })),
      fc.constantFrom("0 5 * * *", "30 */6 * * *", "15 2 * * 1-5").map((cron) => ({ cron })),
    ),
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
  JSON.stringify(plan, (key, value: unknown) => {
    if (key === "because") return Array.isArray(value) ? value.length : "somewhere";
    return key === "at" ? "somewhere" : value;
  });

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

test("every plan is one that the published schema describes", () => {
  const schema = new URL("../../modules/planner/schema/plan.schema.json", import.meta.url);
  const validate = new Ajv({ strict: true }).compile(JSON.parse(readFileSync(schema, "utf8")));
  fc.assert(
    fc.property(policies, (all) => {
      validate(JSON.parse(JSON.stringify(planned(files(all)).plan)));
      expect(validate.errors).toBe(null);
    }),
    { numRuns: 40 },
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
      const { plan } = planned(files(all));
      const units = plan?.stacks.flatMap((stack) => stack.units) ?? [];
      const days = new Map(plan?.policies.map(({ name, retention }) => [name, retention.keep]));
      const vaults = new Map(units.flatMap((unit) => (unit.kind === "vault" ? [[unit.site, unit]] : [])));
      for (const unit of units) {
        if (unit.kind !== "schedule") continue;
        for (const site of [unit.site, ...unit.copies]) {
          const kept = days.get(unit.policy) ?? Number.NaN;
          expect(vaults.get(site)?.minDays).toBeLessThanOrEqual(kept);
          expect(vaults.get(site)?.maxDays).toBeGreaterThanOrEqual(kept);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("what is written is what is planned: nothing valid is silently dropped", () => {
  fc.assert(
    fc.property(policies, (all) => {
      const read = parsePolicies(files(all)).policies;
      for (const [i, written] of all.entries()) {
        const { sites, copies, retention, schedule } = read[i] ?? expect.fail("a policy is gone");
        expect(sites.map(({ value }) => value)).toEqual(
          written.sites.map((name) => ({ kind: "name", name })),
        );
        if (written.copies) expect(copies.value.map(({ to }) => to)).toEqual(written.copies.toSorted());
        if (written.retention) expect(`${retention.value.keep}d`).toBe(written.retention);
        const [key, value] = Object.entries(written.schedule ?? {})[0] ?? [];
        const [name, meant] = Object.entries(schedule.value.timing)[0] ?? [];
        if (key !== undefined) expect(name).toBe(key);
        if (key === "cron") expect(meant).toBe(value);
        else if (key !== undefined) expect(meant).toBe(parseDuration(value ?? ""));
      }
    }),
    { numRuns: 60 },
  );
});
