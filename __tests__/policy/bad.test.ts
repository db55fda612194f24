import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { badFiles, judge } from "./support/bad-files.ts";

const CODES = new URL("../../modules/core/diagnostic.ts", import.meta.url);
/** Codes that no mistake has. */
const WARNED: readonly string[] = ["EVENTS", "MEANING", "SCOPE", "WATCH"];

describe("a bad file", () => {
  const all = badFiles().map(({ name, files }) => {
    const errors = judge(files);
    return { name, text: errors.map(formatDiagnostic).join("\n"), codes: errors.map(({ code }) => code) };
  });

  test("is told in full, with place, words and way out", async () => {
    const told = all.map(({ name, text }) => `## ${name}\n${text}\n`).join("\n");
    await expect(told).toMatchFileSnapshot("./bad/expected.txt");
  });

  test.each(all)("$name is refused", ({ codes }) => {
    expect(codes.length).toBeGreaterThan(0);
  });

  test.each(all)("$name is told without a stack trace, an undefined or a control character", ({ text }) => {
    expect(text).not.toMatch(/^\s+at |undefined|\[object|[^\P{Cc}\n]/mu);
  });

  test("is told with every code there is", () => {
    const [, union = ""] = /export type DiagnosticCode =([^;]*);/.exec(readFileSync(CODES, "utf8")) ?? [];
    const codes = [...union.matchAll(/"([A-Z_]+)"/g)]
      .map(([, code]) => code)
      .filter((code) => !WARNED.includes(code ?? ""));
    expect([...new Set(all.flatMap((one) => one.codes))].sort()).toEqual(codes.sort());
  });
});
