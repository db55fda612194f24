import { expect, test } from "vitest";
import { describeExplanation } from "../../modules/cli/describe/describe-explanation.ts";
import { because, describePlan } from "../../modules/cli/describe/describe-plan.ts";
import { becauseWords } from "../../modules/cli/report/unit-words.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import { PLAN } from "./support/plan.ts";

test("a plan is shown as its stacks with counts, then each unit with what it does and the line that asked for it", () => {
  expect(describePlan(PLAN).map((line) => render(line, false).trimEnd())).toEqual([
    "account 123456789012, partition aws: 4 stacks, 6 units",
    "",
    "STACK                  REGION     WAVE  UNITS  HOLDS",
    "site-eu-west-1         eu-west-1  1     1      store",
    "site-us-east-1         us-east-1  1     3      vault, 2 schedules",
    "zone-us-east-1-bos-1a  us-east-1  1     1      schedule",
    "links-us-east-1        us-east-1  2     1      copy",
    "",
    "UNIT                              WHAT                                                         BECAUSE",
    "eu-west-1.store                   recovery points                                              policies/orders.yaml:3:1",
    "us-east-1.vault                   keeps 7 to 35 d, lock compliance (irreversible)              policies/orders.yaml:3:1 and 1 more",
    "us-east-1.schedule.orders         every 6 h, keeps 35 d, copies to eu-west-1, lock governance  policies/orders.yaml:3:1",
    "us-east-1.schedule.media          every 6 h, keeps 35 d, no copy, lock governance              policies/orders.yaml:3:1",
    "us-east-1-bos-1a.schedule.orders  every 6 h, keeps 35 d, no copy, lock governance              policies/orders.yaml:3:1",
    "us-east-1.copy.eu-west-1          everything to eu-west-1                                      policies/orders.yaml:3:1",
  ]);
});

test("an irreversible lock stands out on a terminal", () => {
  const shown = describePlan(PLAN).map((line) => render(line, true));
  expect(shown.filter((line) => line.includes("\u001b[33mcompliance (irreversible)\u001b[0m"))).toHaveLength(
    1,
  );
});

test("lines that a unit only counts are told beside those it names", () => {
  const at = (line: number) => ({ file: "policies/orders.yaml", line, col: 1 });
  const unit = { id: "a.key", site: "a", kind: "key", because: [at(3), at(4)], moreLines: 5 } as const;
  expect(render(because(unit), false)).toBe("policies/orders.yaml:3:1 and 6 more");
  expect(becauseWords(unit.because, 1, unit.moreLines)).toEqual([
    { data: "policies/orders.yaml:3:1" },
    " and 6 more",
  ]);
  const explained = { kind: "unit", unit, stack: "site-a", policies: [] } as const;
  expect(describeExplanation(explained, PLAN, () => [])).toEqual(
    expect.arrayContaining(["asked for by policies/orders.yaml:4:1", "and of 5 more lines"]),
  );
});
