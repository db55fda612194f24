import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { parseFragment } from "parse5";
import { describe, expect, test } from "vitest";
import { codeSpan, shownInCode } from "../../../modules/cli/report/code-span.ts";
import { planMarkdown } from "../../../modules/cli/report/markdown.ts";
import type { JudgedChange } from "../../../modules/planner/diff/judge-changes.ts";
import { hostileText } from "../../support/arbitrary-plan.ts";
import { elements, outline, textOf } from "../../support/parsed-html.ts";
import { EVERYTHING, planOf } from "../../support/plan-of.ts";
import { policyPlan, samplePlan } from "../../support/sample-plan.ts";
import { twins } from "./hostile.ts";

const rendered = (markdown: string) =>
  parseFragment(
    micromark(markdown, {
      extensions: [gfm()],
      htmlExtensions: [gfmHtml()],
      allowDangerousHtml: true,
      allowDangerousProtocol: true,
    }),
  );
const cells = (line: string | undefined) => line?.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, ""));

describe("the plan as Markdown", () => {
  test("counts first, then the promises, then the stacks of each kind with their units folded away", () => {
    const lines = planMarkdown({ plan: samplePlan(), warnings: [] }).split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "## Plan: 1 policy, 5 stacks, 22 units",
      "",
      "Account `123456789012`, partition `aws`.",
    ]);
    expect(lines.filter((line) => line.startsWith("#")).slice(1)).toEqual([
      "### Policies",
      "### Regions",
      "### Edge zones",
      "### Links between regions",
    ]);
    expect(lines.filter((line) => line.startsWith("<details>"))).toEqual([
      "<details><summary>14 units</summary>",
      "<details><summary>5 units</summary>",
      "<details><summary>3 units</summary>",
    ]);
    expect(lines).toContain(
      "| `orders` | `payments` | every 1 h | 35 d, lock governance | `eu-west-1` | 75 min, 90 min without the region |",
    );
    expect(lines).toContain(
      "| `zone-us-east-1-bos-1a` | `us-east-1` | 1 | 5 | alarm, key, vault, schedule, zone-role |",
    );
    expect(lines).toContain(
      "| `us-east-1-bos-1a.schedule.orders` | every 1 h, keeps 35 d, copies to `eu-west-1`, lock governance | `policies/orders.yaml:1:1` |",
    );
  });

  test("says of each promise when, how long, where else and what may be lost at worst", () => {
    const alone = policyPlan({
      name: "alone",
      schedule: { ...EVERYTHING.schedule, timing: { rate: 90 }, on: [] },
      copies: [],
      exposure: { interval: 90, window: 15, replication: 0, local: 105 },
    });
    const plan = planOf({ regions: 1, zones: () => 0, copies: 0, policies: [EVERYTHING, alone] });
    const lines = planMarkdown({ plan, warnings: [] }).split("\n");
    const first = lines.findIndex((line) => line.startsWith("| `alone`"));
    expect(cells(lines[first])?.slice(2)).toEqual([
      "every 90 min from the deployment on",
      "35 d, lock governance",
      "none",
      "105 min, **everything** without the region",
    ]);
    expect(cells(lines[first + 1])?.slice(2)).toEqual([
      "at `0 5 * * *` `Europe/Berlin`, on change, on deployment",
      "35 d, 24 hourly, 7 daily, 4 weekly, 12 monthly, 7 yearly, cold after 30 d, lock **compliance (irreversible)**, on hold: `case 17`",
      "`eu-west-1` (account `210987654321`, 90 d, cold after 30 d, lock **compliance (irreversible)**)",
      "75 min, 90 min without the region",
    ]);
  });

  test("tells changes before everything else, the worst class first", () => {
    const shared = { path: "", gone: false, stacks: [], refused: false };
    const at = { file: "policies/a.yaml", line: 3, col: 1 };
    const affected = [{ id: "site-us-east-1" }];
    const changes: JudgedChange[] = [
      { ...shared, class: "adds", what: "new", subject: { kind: "policy", id: "b" } },
      {
        ...shared,
        class: "destroys",
        what: "gone",
        subject: { kind: "unit", id: "u" },
        because: at,
        gone: true,
        accepted: "moved away",
      },
      {
        ...shared,
        class: "weakens",
        what: "keeps 14d",
        hint: "keep 35d",
        subject: { kind: "policy", id: "a" },
        refused: true,
      },
    ];
    const markdown = planMarkdown({
      plan: samplePlan(),
      warnings: [{ severity: "warning", code: "RETENTION", message: "short", hint: "35d", at }],
      difference: { changes, affected, leaving: [{ id: "links-us-east-1", command: "REMOVE" }] },
    });
    expect(markdown.split("\n").slice(4, 22)).toEqual([
      "### 3 changes: 1 destroys, 1 weakens, 1 adds; 1 not accepted",
      "",
      "| Class | Of | What | Because |",
      "| --- | --- | --- | --- |",
      "| **destroys** | unit `u` | `gone`<br>accepted: `moved away` | `policies/a.yaml:3:1` before |",
      "| **weakens**, not accepted | policy `a` | `keeps 14d`<br>`keep 35d` |  |",
      "| **adds** | policy `b` | `new` |  |",
      "",
      "Stacks to deploy: `site-us-east-1`.",
      "",
      "Stack to remove: `links-us-east-1`, by `REMOVE`",
      "",
      "### 1 warning",
      "",
      "| Where | What | Instead |",
      "| --- | --- | --- |",
      "| `policies/a.yaml:3:1` | `short` | `35d` |",
      "",
    ]);
    const same = planMarkdown({
      plan: samplePlan(),
      warnings: [],
      difference: { changes: [], affected: [], leaving: [] },
    });
    expect(same).toContain("\n### No changes\n");
  });
});

describe("text from YAML", () => {
  test("comes back from a code span in a table cell as it is, and makes no element", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const cell = rendered(`| a | b |\n| --- | --- |\n| ${codeSpan(text).replaceAll("|", "\\|")} | x |\n`);
        const found = elements(cell).filter(({ tagName }) => tagName === "td" || tagName === "code");
        expect(found.map(({ tagName }) => tagName)).toEqual(
          shownInCode(text) === "" ? ["td", "td"] : ["td", "code", "td"],
        );
        expect(found.map(textOf).at(-2)).toBe(shownInCode(text));
        expect(found.map(textOf).at(-1)).toBe("x");
      }),
      { numRuns: 250 },
    );
  });

  test("is shown as it is, but for characters that trick, a pipe behind a backslash, and what is very long", () => {
    expect(shownInCode("a|b `c` <d> @e \\ f")).toBe("a|b `c` <d> @e \\ f");
    expect(shownInCode("a\nb\u202ec\\|d")).toBe("a\\u000ab\\u202ec\\\\u007cd");
    expect(shownInCode("x".repeat(200))).toBe("x".repeat(200));
    expect(shownInCode("x".repeat(201))).toBe(`${"x".repeat(200)}...`);
  });

  test("changes no element, no attribute and no other text of what GitHub shows", () => {
    fc.assert(
      fc.property(twins, ({ harmless, hostile, said }) => {
        const expected = outline(rendered(planMarkdown(harmless)), (text) =>
          /T[a-z]T/.test(text) ? shownInCode(said(text)) : text,
        );
        expect(outline(rendered(planMarkdown(hostile)))).toEqual(expected);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});
