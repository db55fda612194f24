import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeDiagnostics } from "../../modules/cli/describe/describe-diagnostics.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import type { Diagnostic } from "../../modules/core/diagnostic.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "diagnostics "));
});
afterAll(() => rmSync(folder, { recursive: true }));

function describeAt(file: string, line: number, col: number, rest: Partial<Diagnostic> = {}): string[] {
  const diagnostic: Diagnostic = {
    severity: "error",
    code: "SITE",
    message: "wrong",
    at: { file, line, col },
    ...rest,
  };
  return describeDiagnostics([diagnostic], folder).map((shown) => render(shown, false));
}

test("a mistake is shown with its line, a caret under the place, and what to write instead", () => {
  writeFileSync(join(folder, "orders.yaml"), "name: orders\nsites: [mars]\n");
  expect(
    describeAt("orders.yaml", 2, 9, { message: "mars is not in the estate", hint: "write us-east-1" }),
  ).toEqual([
    "orders.yaml:2:9: error[SITE] mars is not in the estate",
    "    2 | sites: [mars]",
    "      |         ^",
    "  help: write us-east-1",
    "1 mistake",
  ]);
});

test("a caret stands right after tabs and escaped controls, and in a line too long to show whole", () => {
  writeFileSync(join(folder, "odd.yaml"), `\tna\u0007me: x\n${"a".repeat(200)}!${"b".repeat(200)}\n`);
  expect(describeAt("odd.yaml", 1, 7).slice(1, 3)).toEqual([
    "    1 |  na\\u0007me: x",
    "      |            ^",
  ]);
  const [, source = "", caret = ""] = describeAt("odd.yaml", 2, 201);
  expect(source).toBe(`    2 | ...${"a".repeat(60)}!${"b".repeat(39)}...`);
  expect(source[caret.indexOf("^")]).toBe("!");
});

test("a byte order mark is no part of the first line", () => {
  writeFileSync(join(folder, "bom.yaml"), "\ufeffversion: 2\n");
  expect(describeAt("bom.yaml", 1, 10).slice(1, 3)).toEqual(["    1 | version: 2", "      |          ^"]);
});

test("a file that cannot be shown is told by its position alone", () => {
  writeFileSync(join(folder, "huge.yaml"), "x".repeat(1_000_001));
  expect(describeAt("missing.yaml", 1, 1)).toEqual(["missing.yaml:1:1: error[SITE] wrong", "1 mistake"]);
  expect(describeAt("huge.yaml", 1, 1)).toEqual(["huge.yaml:1:1: error[SITE] wrong", "1 mistake"]);
});

test("a pipe, which would never end, is told by its position and not opened", () => {
  execFileSync("mkfifo", [join(folder, "pipe.yaml")]);
  expect(describeAt("pipe.yaml", 1, 1)).toEqual(["pipe.yaml:1:1: error[SITE] wrong", "1 mistake"]);
});

test("mistakes and warnings are counted apart", () => {
  const at = { file: "missing.yaml", line: 1, col: 1 };
  const shown = describeDiagnostics(
    [
      { severity: "error", code: "SITE", message: "a", at },
      { severity: "error", code: "SITE", message: "b", at },
      { severity: "warning", code: "LIMIT", message: "c", at },
    ],
    folder,
  );
  expect(shown.map((line) => render(line, false)).at(-1)).toBe("2 mistakes, 1 warning");
});
