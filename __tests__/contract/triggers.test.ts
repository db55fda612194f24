import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  CAPTURED_TRIGGERS,
  MAPPED_TRIGGERS,
  TRIGGER_KINDS,
  TRIGGERS,
} from "../../modules/contract/triggers.ts";

const text = (path: string): string =>
  readFileSync(new URL(`../../modules/${path}.schema.json`, import.meta.url), "utf8");

/** Every list of words in a schema that names kinds of trigger. */
function enumsOf(schema: unknown): string[][] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "enum" in schema && Array.isArray(schema.enum) && schema.enum.includes("alb");
  return [...(own ? [schema.enum as string[]] : []), ...Object.values(schema).flatMap(enumsOf)];
}

test("policies and plans know the kinds of trigger, and the error message lists them", () => {
  for (const path of ["policy/schema/policy", "planner/schema/plan"])
    expect(enumsOf(JSON.parse(text(path)))).toEqual([TRIGGER_KINDS]);
  expect(text("policy/schema/policy")).toContain(`"write a kind of trigger: ${TRIGGER_KINDS.join(", ")}"`);
});

test("an inventory knows the kinds of trigger among others", () => {
  const [kinds = [], ...more] = enumsOf(JSON.parse(text("planner/schema/inventory")));
  expect(more).toEqual([]);
  expect(kinds).toEqual([...kinds].sort());
  expect(kinds.filter((kind) => kind in TRIGGERS)).toEqual(TRIGGER_KINDS);
  expect(kinds.filter((kind) => !(kind in TRIGGERS))).toEqual(["file-system", "lambda"]);
});

test("kinds are sorted, and those of mappings are captured", () => {
  expect(TRIGGER_KINDS).toEqual([...TRIGGER_KINDS].sort());
  expect(CAPTURED_TRIGGERS).toEqual(expect.arrayContaining(MAPPED_TRIGGERS));
  expect(CAPTURED_TRIGGERS.filter((kind) => TRIGGERS[kind].by !== "mapping")).toEqual([
    "alb",
    "api-gateway",
    "cloudfront",
    "cognito",
    "config",
    "eventbridge",
    "iot",
    "logs",
    "pipes",
    "s3",
    "scheduler",
    "secrets",
    "ses",
    "sns",
    "step-functions",
    "url",
  ]);
});
