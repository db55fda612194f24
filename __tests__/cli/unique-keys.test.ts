import fc from "fast-check";
import { expect, test } from "vitest";
import { requireUniqueKeys } from "../../modules/cli/formats/unique-keys.ts";
import { formatDiagnostic, type PolicyError } from "../../modules/core/diagnostic.ts";

function said(text: string): string[] {
  try {
    requireUniqueKeys("a.json", text);
    return [];
  } catch (error) {
    return (error as PolicyError).diagnostics.map(formatDiagnostic);
  }
}

test("a key that is written twice is told with its place, also where it is escaped", () => {
  const text = `{
  "a": { "a": 1, "b": [{ "c": 1 }, { "c": 2, "c": 3 }] },
  "\\u0061": "a"
}`;
  JSON.parse(text);
  expect(said(text)).toEqual([
    'a.json:2:46: error[YAML] duplicate key "c"\n  help: keep one of the two',
    'a.json:3:3: error[YAML] duplicate key "a"\n  help: keep one of the two',
  ]);
});

test("what a program writes has each key once, whatever its texts look like", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1), (value, space) => {
      expect(said(JSON.stringify(value, undefined, space))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("any of its keys written again is found", () => {
  const object = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 });
  fc.assert(
    fc.property(object, (value) => {
      const [key = ""] = Object.keys(value);
      expect(said(`${JSON.stringify(value).slice(0, -1)},${JSON.stringify(key)}:0}`)).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});

// A search that looks back from each key would not end within the test's time.
test("ten megabytes are read through once", () => {
  const wide = `[${Array.from({ length: 400_000 }, (_, i) => `{"n":${i},"text":"a"}`).join(",")}]`;
  expect(said(wide)).toEqual([]);
});
