import { expect, test } from "vitest";
import { formatPos } from "../../modules/core/diagnostic.ts";
import { parseEnvironments } from "../../modules/restore/environment-file.ts";

const told = (text: string): string[] =>
  parseEnvironments(text, "env.yaml").diagnostics.map(
    ({ at, code, message }) => `${at === undefined ? "" : formatPos(at)} ${code} ${message}`,
  );

test("values by function and variable", () => {
  const { environments, diagnostics } = parseEnvironments(
    'orders:\n  KEY: "secret"\n  EMPTY: ""\nrefunds: { KEY: other }\n',
    "env.yaml",
  );
  expect(diagnostics).toEqual([]);
  expect(environments).toEqual({ orders: { KEY: "secret", EMPTY: "" }, refunds: { KEY: "other" } });
});

test("every mistake at once, with its place and without a value", () => {
  const text =
    'orders:\n  PORT: 8080\n  FLAG: true\n  KEY: "a-secret"\n  KEY: "b-secret"\nrefunds: c-secret\n"a b": {}\n';
  expect(told(text)).toEqual([
    "env.yaml:2:9 TYPE the value of PORT is not text",
    "env.yaml:3:9 TYPE the value of FLAG is not text",
    "env.yaml:5:3 YAML variable KEY stands twice",
    "env.yaml:6:10 TYPE refunds has no variables",
    "env.yaml:7:1 TYPE a key is not the name of a function",
  ]);
  expect(parseEnvironments(text, "env.yaml").environments).toEqual({});
  expect(JSON.stringify(parseEnvironments(text, "env.yaml").diagnostics)).not.toMatch(/secret|8080/);
});

test("what is not YAML, and not a mapping", () => {
  expect(told('orders: "a-secret')).toEqual([
    expect.stringMatching(/^env\.yaml:1:\d+ YAML this is not YAML$/),
  ]);
  expect(told("- orders\n")).toEqual(["env.yaml:1:1 TYPE the file is not a mapping"]);
});
