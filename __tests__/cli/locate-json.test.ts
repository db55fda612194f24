import fc from "fast-check";
import { expect, test } from "vitest";
import { locateJson } from "../../modules/cli/formats/locate-json.ts";
import { locate, plain } from "../../modules/policy/yaml/located.ts";

const TEXT = `{
  "name": "orders \\" [",
  "list": [1, true,
    { "a/b": null }]
}`;

test("every value of a JSON text is found where it stands", () => {
  const root = locateJson("i.json", TEXT);
  const at = (pointer: string): string => {
    const { node, keyAt } = locate(root, pointer);
    return `${keyAt.line}:${keyAt.col} ${node?.at.line}:${node?.at.col}`;
  };
  expect(at("")).toBe("1:1 1:1");
  expect(at("/name")).toBe("2:3 2:11");
  expect(at("/list")).toBe("3:3 3:11");
  expect(at("/list/1")).toBe("3:15 3:15");
  expect(at("/list/2/a~1b")).toBe("4:7 4:14");
});

test("what is found is what JSON.parse reads, however it is laid out", () => {
  const values = fc
    .jsonValue({ maxDepth: 4 })
    .filter((value) => !JSON.stringify(value).includes("__proto__"));
  fc.assert(
    fc.property(values, fc.constantFrom(undefined, 1, "\t"), (value, space) => {
      const text = JSON.stringify(value, undefined, space);
      expect(plain(locateJson("i.json", text))).toEqual(JSON.parse(text));
    }),
    { numRuns: 300 },
  );
});

// A search that begins anew for each value would not end within the test's time.
test("a line of some megabytes, and a nesting of any depth, are read through once", () => {
  const wide = `[${Array.from({ length: 50_000 }, (_, i) => `{"n":${i}}`).join(",")}]`;
  expect(locate(locateJson("i.json", wide), "/49999/n").node?.at.col).toBe(wide.length - 6);
  expect(locateJson("i.json", `${"[".repeat(100_000)}${"]".repeat(100_000)}`).kind).toBe("list");
});
