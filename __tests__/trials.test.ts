import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

interface Trial {
  readonly id: string;
  readonly tried: string;
  readonly now: string;
  /** Path of a test file and a title in it, each; empty where nothing of ours can prove it. */
  readonly tests: readonly { readonly path: string; readonly title: string }[];
}

/** A cell may hold `\|`. */
function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

const trials: readonly Trial[] = readFileSync(join(root, "docs", "trials.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| [A-Z]+[0-9]+[a-z]? \|/.test(line))
  .map((line): Trial => {
    const [id = "", tried = "", now = "", proof = ""] = cellsOf(line);
    const tests = proof.split("<br>").flatMap((one) => {
      const [, path, title] = /^`([^`]+)`: (.+)$/.exec(one.trim()) ?? [];
      return path === undefined || title === undefined ? [] : [{ path, title }];
    });
    return { id, tried, now, tests };
  });

const numbered = (letter: string, most: number): string[] =>
  Array.from({ length: most }, (_, n) => `${letter}${n + 1}`);
const EACH = [
  ...numbered("T", 13),
  ...numbered("A", 20),
  ...numbered("P", 14),
  ...numbered("L", 12),
  ...numbered("R", 14),
  "R16",
];

/** A title as the source of a test writes it. */
function holds(source: string, title: string): boolean {
  const text = source.replaceAll('\\"', '"').replaceAll("\\`", "`");
  return text.includes(title);
}

describe("the table of trials", () => {
  test("has a line for each that was found", () => {
    const ids = new Set(trials.map(({ id }) => id.replace(/[a-z]$/, "")));
    expect(EACH.filter((id) => !ids.has(id))).toEqual([]);
  });

  test("says of each what was tried and what happens now", () => {
    expect(trials.filter(({ tried, now }) => tried === "" || now === "")).toEqual([]);
  });

  // What stays whole has nothing to prove; a part that was mended has its test.
  test.each(trials)("$id names tests that exist", ({ tests, now }) => {
    if (!now.startsWith("stays")) expect(tests).not.toEqual([]);
    for (const { path, title } of tests) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(holds(readFileSync(join(root, path), "utf8"), title), `${path}: ${title}`).toBe(true);
    }
  });
});
