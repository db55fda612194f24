import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parsePolicies } from "../../modules/policy/parse.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

test("every diagnostic code has an entry in the docs, and the docs have no other", () => {
  const [, union = ""] =
    /export type DiagnosticCode =([^;]*);/.exec(read("modules/core/diagnostic.ts")) ?? [];
  const codes = [...union.matchAll(/"([A-Z_]+)"/g)].map(([, code]) => code);
  const entries = [...read("docs/diagnostics.md").matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(entries).toEqual(codes);
});

test("a value that stands twice in a list has the code that the docs say", () => {
  const [, documented] =
    /^\| `([A-Z_]+)` \|[^|]*a value that stands twice in a list/m.exec(read("docs/diagnostics.md")) ?? [];
  const text = "version: 1\nname: a\nowner: b\nselect: { names: [c, c] }\nsites: [all]\n";
  const { diagnostics } = parsePolicies([{ path: "a.yaml", text }]);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [documented, '"c" in select.names is written twice'],
  ]);
});

test("reports that explain a code have the words of the docs; vitest -u takes them over", async () => {
  const rows = [...read("docs/diagnostics.md").matchAll(/^\| `([A-Z_]+)` \| (.*) \| (.*) \|$/gm)];
  const meanings = Object.fromEntries(rows.map(([, code, means, remedy]) => [code, { means, remedy }]));
  const file = join(root, "modules", "cli", "formats", "diagnostic-meanings.json");
  await expect(`${JSON.stringify(meanings, undefined, 2)}\n`).toMatchFileSnapshot(file);
});
