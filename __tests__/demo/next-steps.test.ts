import { expect, test } from "vitest";
import { nextSteps } from "../../sandbox/demo/next-steps.ts";

const steps = nextSteps({ policies: "/work/policies", endpoint: "http://127.0.0.1:4566" });

test("what to try next arms what it restores, takes that back, and comes to a restore in place", () => {
  expect(steps.filter((line) => line.startsWith("  npx zonekeep "))).toEqual([
    "  npx zonekeep restore orders-quote --site us-east-1 --to eu-west-1 --role standby --as orders-quote-again --policies /work/policies",
    "  npx zonekeep arm orders-quote-again.eu-west-1.restore.json --alongside --role standby",
    "  npx zonekeep disarm orders-quote-again.eu-west-1.restore.json --role standby",
    "  npx zonekeep restore --policy orders --site us-east-1 --to eu-west-1 --role standby --map sandbox/demo/eu-west-1.map.yaml --dry-run --policies /work/policies",
    "  npx zonekeep list --from eu-west-1 --site us-east-1 --policies /work/policies",
    "  npx zonekeep verify orders-quote --site us-east-1 --from eu-west-1 --policies /work/policies",
    "  npx zonekeep restore orders-quote --site us-east-1 --policies /work/policies",
  ]);
  expect(steps.findIndex((line) => line.includes("_sandbox/heal"))).toBeLessThan(steps.length - 1);
});
