import { describe, test } from "vitest";
import type { PolicyPlan } from "../../../../modules/planner/plan.ts";
import { bothWays, plain, type Row, SILENT } from "./both-ways.ts";

const cost = (changes: Partial<PolicyPlan["cost"]>) => ({ cost: { ...plain.cost, ...changes } });

const ROWS: readonly Row[] = [
  [
    SILENT,
    { owner: "web" },
    'changes owner: owned by "web" (was "payments")',
    'changes owner: owned by "payments" (was "web")',
  ],
  [
    SILENT,
    { alerts: { notify: ["a@example.com"], on: ["failed"] } },
    [
      "adds alerts.notify: a@example.com is told of runs too",
      "adds alerts.on: tells of runs that are failed too",
    ],
    [
      "widens alerts.notify: a@example.com is no longer told of runs",
      "widens alerts.on: no longer tells of runs that are failed",
    ],
  ],
  [
    SILENT,
    { accept: [{ change: "weakens", reason: "smaller budget" }] },
    'changes accept: will let a later change that weakens pass: "smaller budget"',
    'changes accept: no longer lets a change that weakens pass: "smaller budget"',
  ],
  [
    SILENT,
    { encryption: { key: "arn:aws:kms:us-east-1:1:key/k" } },
    "widens encryption: encryption key: arn:aws:kms:us-east-1:1:key/k (was each site's own); points made before keep theirs",
    "widens encryption: encryption key: each site's own (was arn:aws:kms:us-east-1:1:key/k); points made before keep theirs",
  ],
  [
    SILENT,
    cost({ limit: 50, functions: 11, packageSize: 1, changes: 9 }),
    [
      "changes cost.changes: estimated with deployments of a function a month: 9 (was 8)",
      "changes cost.functions: estimated with functions at each site: 11 (was 10)",
      "changes cost.limit: may cost a month, in dollars: 50 (was no limit)",
      "changes cost.package-size: estimated with bytes of a package: 1 (was 5000000)",
    ],
    [
      "changes cost.changes: estimated with deployments of a function a month: 8 (was 9)",
      "changes cost.functions: estimated with functions at each site: 10 (was 11)",
      "changes cost.limit: may cost a month, in dollars: no limit (was 50)",
      "changes cost.package-size: estimated with bytes of a package: 5000000 (was 1)",
    ],
  ],
];

describe("each promise says in which direction it changed, and nothing when it did not", () => {
  test.each(ROWS)("%j to %j", bothWays);
});
