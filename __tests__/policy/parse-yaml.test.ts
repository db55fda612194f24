import { expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { plain } from "../../modules/policy/yaml/located.ts";
import { parseYaml } from "../../modules/policy/yaml/parse-yaml.ts";

const told = (text: string) => parseYaml("a.yaml", text).diagnostics.map(formatDiagnostic);
const value = (text: string) => {
  const { root } = parseYaml("a.yaml", text);
  return root && plain(root);
};

test("values are read as YAML 1.2 reads them: no, on and 1:30 are text, 0o17 and 017 numbers", () => {
  expect(value("[no, on, yes, 1:30, 0o17, 017, 0x1f, 1e3, .5, true, ~, 2026-01-31]")).toEqual([
    "no",
    "on",
    "yes",
    "1:30",
    15,
    17,
    31,
    1000,
    0.5,
    true,
    null,
    "2026-01-31",
  ]);
});

test("a key is kept apart from the object's own parts", () => {
  expect(value("toString: 1\nhasOwnProperty: 2\n")).toEqual({ toString: 1, hasOwnProperty: 2 });
});

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const DEEP = "nested too deeply\n  help: no key of the language is nested this deeply";

test("a file may nest as deep as any policy could, and not much deeper", () => {
  expect(told(nested(19))).toEqual([]);
  expect(told(nested(20))).toEqual([`a.yaml:1:20: error[YAML] ${DEEP}`]);
});

test.each([
  ["brackets", "[".repeat(500_000)],
  ["braces", "{a: ".repeat(200_000)],
  ["dashes", "- ".repeat(500_000)],
  ["question marks", "? ".repeat(500_000)],
  ["lines, each deeper", Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
])("a bomb of %s is refused by its depth, at once", (_, text) => {
  expect(told(text)).toEqual([expect.stringContaining(`error[YAML] ${DEEP}`)]);
});

test.each([
  ["a flat list", `[${"a,".repeat(400_000)}]`],
  ["many keys", Array.from({ length: 80_000 }, (_, i) => `k${i}: 1`).join("\n")],
  ["empty lines", "\n".repeat(1_000_000)],
])("%s of a million characters is refused by its size, at once", (_, text) => {
  expect(told(text)).toEqual([
    expect.stringContaining(
      "error[YAML] the file has too many values\n  help: split it into several policies",
    ),
  ]);
});

test("an alias bomb is refused at its first alias, and nothing is expanded", () => {
  const bomb = Array.from({ length: 9 }, (_, i) => `a${i}: &a${i} [${`*a${i - 1}, `.repeat(9)}]`).join("\n");
  const lines = told(bomb);
  expect(lines).toHaveLength(81);
  expect(lines[0]).toBe(
    'a.yaml:1:10: error[YAML] "*a-1" is an alias, which policies do not have\n' +
      '  help: write "*a-1" in quotes, or what the alias stands for',
  );
});

test("thousands of keys of one name are told in linear time", () => {
  const lines = told("a: 1\n".repeat(5000));
  expect(lines).toHaveLength(4999);
  expect(lines.at(-1)).toBe(
    'a.yaml:5000:1: error[YAML] "a" is written twice, first in line 1\n  help: keep one of them',
  );
});
