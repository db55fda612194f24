import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";

interface Schema {
  readonly [key: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const NAMES = ["policy", "estate", "zones", "signing"];
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
    const ajv = new Ajv({
      strict: true,
      strictRequired: false,
      validateSchema: false,
      formats: { date: true },
    });
    ajv.addVocabulary(["errorMessage", "x-help", "x-diagnostic", "defaultSnippets"]);
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

/** Properties that may be left out, without those of which one is required. */
function optionalKeys(schema: unknown, path: string): { path: string; schema: Schema }[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { required = [], anyOf = [] } = schema as { required?: string[]; anyOf?: { required?: string[] }[] };
  const needed = [required, ...anyOf.map((branch) => branch.required ?? [])].flat();
  const own = Object.entries((schema as Schema).properties ?? {}).filter(([key]) => !needed.includes(key));
  return [
    ...own.map(([key, property]) => ({ path: `${path}.${key}`, schema: property })),
    ...Object.entries(schema).flatMap(([key, child]) => optionalKeys(child, `${path}.${key}`)),
  ];
}

test.each(NAMES.flatMap((name) => optionalKeys(read(name), name)))(
  "says what holds when $path is left out",
  ({ schema }) => {
    if (String(schema.$ref).startsWith("policy.schema.json#/properties/")) return;
    const said = schema.default !== undefined || / Default: .+\.$/.test(String(schema.description));
    expect(said).toBe(true);
  },
);
