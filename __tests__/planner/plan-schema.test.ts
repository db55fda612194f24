import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryPlan } from "../support/arbitrary-plan.ts";
import { EVERYTHING, planOf } from "../support/plan-of.ts";
import { samplePlan } from "../support/sample-plan.ts";
import { driftFrom, type Schema } from "../support/schema-drift.ts";

const root = join(import.meta.dirname, "..", "..");
const text = readFileSync(join(root, "modules/planner/schema/plan.schema.json"), "utf8");
const schema = (): Schema => JSON.parse(text);

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: true });
const validate = ajv.compile(schema());
const mistakes = (plan: unknown): unknown => (validate(plan) ? [] : validate.errors);

const ALL = planOf({ regions: 2, zones: () => 1, copies: 1, policies: [EVERYTHING] });

describe("the schema of a plan's JSON", () => {
  test("is a JSON Schema of draft 7, in the package, and says the version of the format", () => {
    expect(ajv.validateSchema(schema())).toBe(true);
    expect(schema()).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      title: "zonekeep plan",
      properties: { format: { const: 1 } },
    });
    const { files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: string[] };
    expect(files).toContain("modules/planner/schema");
  });

  test.each([
    ["the sample", samplePlan()],
    ["one that says everything", ALL],
  ])("accepts %s", (_name, plan) => {
    expect(mistakes(plan)).toEqual([]);
  });

  test("accepts every plan", () => {
    fc.assert(
      fc.property(arbitraryPlan(), (plan) => {
        expect(mistakes(JSON.parse(JSON.stringify(plan)))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test("refuses another format, a property it does not know, and a unit without its own", () => {
    expect(validate({ ...ALL, format: 2 })).toBe(false);
    expect(validate({ ...ALL, more: 1 })).toBe(false);
    const [first, ...rest] = ALL.stacks;
    const vault = { id: "x.vault", site: "x", because: [], kind: "vault", lock: "governance", minDays: 1 };
    expect(validate({ ...ALL, stacks: [{ ...first, units: [vault] }, ...rest] })).toBe(false);
    expect(validate({ ...ALL, stacks: [{ ...first, units: [{ ...vault, maxDays: 2 }] }, ...rest] })).toBe(
      true,
    );
  });
});

describe("the schema and the TypeScript type", () => {
  const drift = driftFrom(join(root, "modules/planner/plan.ts"), "Plan");

  test("say the same, and each property is described", () => {
    expect(drift(schema())).toEqual([]);
  });

  test("are told apart as soon as the schema lacks a property, a choice, a duty or a description", () => {
    const lacking = removable(schema());
    for (const kind of ["properties", "required", "enum", "description"])
      expect(lacking.filter((path) => path.includes(kind)).length).toBeGreaterThan(20);
    expect(lacking.filter((path) => drift(without(schema(), path)).length === 0)).toEqual([]);
  });
});

type Path = readonly (string | number)[];

/** Path of every property, of its description, and of every choice and duty. */
function removable(node: unknown, path: Path = []): Path[] {
  if (typeof node !== "object" || node === null) return [];
  const [holder, list] = [path.at(-2), path.at(-1)];
  const own = holder === "properties" ? [path, [...path, "description"]] : [];
  const listed =
    list === "required" || list === "enum" ? Object.keys(node).map((key) => [...path, Number(key)]) : [];
  return [
    ...own,
    ...listed,
    ...Object.entries(node).flatMap(([key, child]) => removable(child, [...path, key])),
  ];
}

function without(schema: Schema, path: Path): Schema {
  const last = path.at(-1) ?? "";
  const holder = path.slice(0, -1).reduce<unknown>((node, key) => (node as Schema)[key], schema);
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete (holder as Record<string, unknown>)[last];
  return schema;
}
