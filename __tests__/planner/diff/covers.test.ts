import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesGlob } from "../../../modules/core/glob.ts";
import { covers, uncovered } from "../../../modules/planner/diff/covers.ts";

test.each([
  ["*", "", true],
  ["", "*", false],
  ["orders-*", "orders-a*", true],
  ["orders-a*", "orders-*", false],
  ["orders-?", "orders-a", true],
  ["orders-?", "orders-*", false],
  ["orders-*", "orders-?", true],
  ["a*?b", "a?*b", true],
  ["a*b", "a?**b", true],
  ["*a*", "*ba", true],
])("%s covers %s: %s", (wider, glob, answer) => {
  expect(covers(wider, glob)).toBe(answer);
});

/** Every name of up to six letters, one of which no glob of the test has. */
const NAMES = Array.from({ length: 7 }, (_, length) => length).flatMap((length) =>
  Array.from({ length: 3 ** length }, (_, i) =>
    Array.from({ length }, (_, place) => "abc"[Math.floor(i / 3 ** place) % 3]).join(""),
  ),
);
const globOf = (...parts: readonly string[]) =>
  fc.array(fc.constantFrom(...parts), { maxLength: 5 }).map((glob) => glob.join(""));
const all = (wider: string, glob: string): boolean =>
  NAMES.every((name) => !matchesGlob(glob, name) || matchesGlob(wider, name));

test("a glob covers another exactly when it matches all that the other matches", () => {
  const glob = globOf("a", "b", "*");
  fc.assert(
    fc.property(glob, glob, (wider, narrow) => {
      expect(covers(wider, narrow)).toBe(all(wider, narrow));
    }),
    { numRuns: 300 },
  );
});

test("with question marks it never says so wrongly, and every glob covers itself", () => {
  const glob = globOf("a", "b", "*", "?");
  fc.assert(
    fc.property(glob, glob, (wider, narrow) => {
      expect(covers(narrow, narrow)).toBe(true);
      expect(!covers(wider, narrow) || all(wider, narrow)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("what only several globs cover together counts as uncovered", () => {
  expect(uncovered(["a*", "b", "?"], ["a*", "b*"])).toEqual(["?"]);
});
