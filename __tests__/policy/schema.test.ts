import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";

interface Schema {
  readonly [key: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const NAMES = ["policy", "estate", "zones"];
const read = (name: string): Schema =>
  JSON.parse(
    readFileSync(new URL(`../../modules/policy/schema/${name}.schema.json`, import.meta.url), "utf8"),
  );

/** Every property at any depth, with the path to it. */
function properties(schema: unknown, path: string): { path: string; schema: Schema }[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, child]) =>
    key === "properties"
      ? Object.entries(child as Record<string, Schema>).flatMap(([name, property]) => [
          { path: `${path}.${name}`, schema: property },
          ...properties(property, `${path}.${name}`),
        ])
      : properties(child, path),
  );
}

describe.each(NAMES)("the %s schema", (name) => {
  test("is a JSON Schema of draft 7, the one that editors know best", () => {
    const ajv = new Ajv();
    expect(ajv.validateSchema(read(name))).toBe(true);
    expect(read(name).$schema).toBe("http://json-schema.org/draft-07/schema#");
  });

  test.each(properties(read(name), name))("describes $path", ({ schema }) => {
    if (String(schema.$ref).startsWith("policy.schema.json#/properties/")) return;
    expect(schema.description ?? "").toMatch(/^[A-Za-z].*\.$/s);
    expect(schema.examples).toHaveLength(1);
  });

  test("gives examples and defaults that it accepts itself", () => {
    const ajv = new Ajv({ strict: true, strictRequired: false, validateSchema: false });
    ajv.addVocabulary(["errorMessage", "x-diagnostic"]);
    for (const each of NAMES) ajv.addSchema(read(each), `${each}.schema.json`);
    const wrong = Object.entries(read(name).properties ?? {}).flatMap(([key, schema]) => {
      const validate = ajv.getSchema(`${name}.schema.json#/properties/${key}`);
      const samples = [...((schema.examples as unknown[]) ?? []), schema.default].filter(
        (sample) => sample !== undefined,
      );
      return samples.filter((sample) => validate?.(sample) !== true).map((sample) => ({ key, sample }));
    });
    expect(wrong).toEqual([]);
  });

  test("allows no key that it does not describe", () => {
    const open: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      if ("properties" in schema && !("additionalProperties" in schema)) open.push(path);
      for (const [key, child] of Object.entries(schema)) visit(child, `${path}/${key}`);
    };
    visit(read(name), "");
    expect(open).toEqual([]);
  });
});

test("a policy without a default says so in the schema by being required", () => {
  const { properties: keys = {}, required } = read("policy");
  const without = Object.keys(keys).filter((key) => keys[key]?.default === undefined);
  expect(without).toEqual(required);
});
