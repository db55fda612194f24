import { describe, expect, test } from "vitest";
import { SCENES } from "../../sandbox/demo/scenes.ts";

const AT = { policies: "/work/policies", endpoint: "http://127.0.0.1:4566" };
const commands = (steps: readonly string[]) => steps.filter((line) => line.startsWith("  npx zonekeep "));

describe("what to try next", () => {
  test("where a region was lost arms what it restores, takes that back, and comes to a restore in place", () => {
    const steps = SCENES.region.nextSteps(AT);
    expect(commands(steps)).toEqual([
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

  test("where an application was deleted shows what was kept, and restores one function beside the one that came back", () => {
    expect(commands(SCENES.application.nextSteps(AT))).toEqual([
      "  npx zonekeep list --policies /work/policies",
      "  npx zonekeep graph shop --policies /work/policies",
      "  npx zonekeep restore shop-chat --site us-east-1 --role standby --as shop-chat-again --policies /work/policies",
      "  npx zonekeep arm shop-chat-again.us-east-1.restore.json --alongside --role standby",
      "  npx zonekeep disarm shop-chat-again.us-east-1.restore.json --role standby",
      "  npx zonekeep restore --policy shop --site us-east-1 --role standby --dry-run --policies /work/policies",
    ]);
  });
});
