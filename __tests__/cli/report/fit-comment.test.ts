import fc from "fast-check";
import { expect, test } from "vitest";
import { type CommentBlock, fitComment, MAX_CHARACTERS } from "../../../modules/cli/report/fit-comment.ts";
import { planMarkdown } from "../../../modules/cli/report/markdown.ts";
import { planOf } from "../../support/plan-of.ts";
import { policyPlan } from "../../support/sample-plan.ts";

const lines = (many: number, length: number): string[] =>
  Array.from({ length: many }, (_, index) => `${index}`.padEnd(length, "."));
const asRows = (texts: readonly string[]) => texts.map((text) => () => text);
const rows = (many: number, length: number) => asRows(lines(many, length));

test("what fits to the last character is kept whole, with an empty line between blocks", () => {
  const blocks: CommentBlock[] = [
    { before: ["a"] },
    { before: ["b"], rows: asRows(["1", "2"]), after: ["c"], of: "things" },
  ];
  const whole = "a\n\nb\n1\n2\nc\n";
  expect(fitComment(blocks)).toBe(whole);
  expect(fitComment(blocks, whole.length)).toBe(whole);
  const long: CommentBlock[] = [{ before: ["a"] }, { before: ["b"], rows: rows(40, 20), of: "things" }];
  const size = fitComment(long).length;
  expect(fitComment(long, size)).toHaveLength(size);
  expect(fitComment(long, size - 1)).toContain("things");
});

test("what does not is cut after a row, and a last line counts by kind what was left out", () => {
  const blocks: CommentBlock[] = [
    { before: ["head"] },
    { before: ["first"], rows: rows(30, 9), after: ["end"], of: "changes" },
    { before: ["second"], rows: rows(5, 400), of: "units" },
    { before: ["third"], rows: rows(4, 9), of: "stacks" },
    { before: ["fourth"], rows: rows(3, 400), of: "units" },
  ];
  expect(fitComment(blocks, 600).split("\n")).toEqual([
    "head",
    "",
    "first",
    ...lines(30, 9),
    "end",
    "",
    "third",
    ...lines(4, 9),
    "",
    "**Left out**, since a comment has at most 600 characters: 8 units. `npx zonekeep plan` shows them.",
    "",
  ]);
  const tight = fitComment(blocks, 300).split("\n");
  expect(tight.slice(0, 3)).toEqual(["head", "", "first"]);
  expect(tight.at(-2)).toMatch(/: \d+ changes, 8 units, 4 stacks\. /);
});

test("nothing is both kept and counted as left out, and the limit always holds", () => {
  const block = fc.record({
    before: fc.constant(["| a |", "| --- |"]),
    rows: fc.array(
      fc.integer({ min: 1, max: 80 }).map((length) => () => "r".repeat(length)),
      { maxLength: 40 },
    ),
    of: fc.constantFrom("units", "stacks"),
  });
  fc.assert(
    fc.property(fc.array(block), fc.integer({ min: 200, max: 4000 }), (blocks, max) => {
      const text = fitComment([{ before: ["head"] }, ...blocks], max);
      const kept = text.split("\n").filter((line) => /^r+$/.test(line)).length;
      const counts = [...(/Left out.*/.exec(text)?.[0] ?? "").matchAll(/(\d+) (units|stacks)/g)];
      const left = counts.reduce((sum, [, many]) => sum + Number(many), 0);
      expect(text.length).toBeLessThanOrEqual(max);
      expect(kept + left).toBe(blocks.reduce((sum, each) => sum + each.rows.length, 0));
    }),
    { numRuns: 200 },
  );
});

test("a plan of 34 regions, 73 zones and 40 policies is a comment that GitHub takes, with no table torn open", () => {
  const policies = Array.from({ length: 40 }, (_, index) => policyPlan({ name: `policy-${index}` }));
  const plan = planOf({ regions: 34, zones: (region) => (region < 5 ? 3 : 2), copies: 5, policies });
  const markdown = planMarkdown({ plan, warnings: [] });
  expect(MAX_CHARACTERS).toBe(65_536);
  expect(markdown.length).toBeLessThanOrEqual(MAX_CHARACTERS);
  expect(markdown.length).toBeGreaterThan(MAX_CHARACTERS - 500);
  expect(markdown.split("\n").at(-2)).toMatch(/^\*\*Left out\*\*.* \d+ units/);
  expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
});
