import { expect, test } from "vitest";
import { describeLoss } from "../../modules/cli/describe/describe-loss.ts";
import { render } from "../../modules/cli/terminal/text.ts";
import { loseSites } from "../../modules/planner/lose/lose-sites.ts";
import type { Plan } from "../../modules/planner/plan.ts";
import { EAST, policyPlan, samplePlan, scheduleUnit, WEST } from "../support/sample-plan.ts";

const shown = (plan: Plan, ...lose: readonly string[]): string[] =>
  describeLoss(loseSites(plan, lose)).map((line) => render(line, false).trimEnd());

test("a loss is shown as what is left of each policy at each site, where to restore it, and what is missing", () => {
  const plan = samplePlan();
  const lone = policyPlan({ name: "lone", copies: [] });
  const stacks = plan.stacks.map((stack) =>
    stack.id === `site-${EAST}`
      ? { ...stack, units: [...stack.units, scheduleUnit(EAST, { policy: "lone", copies: [] })] }
      : stack,
  );
  expect(shown({ ...plan, policies: [lone, ...plan.policies], stacks }, EAST)).toEqual([
    "lost: us-east-1, us-east-1-bos-1a",
    "the loss of one region may lose every point of something",
    "",
    "POLICY  SITE              OUTCOME                    POINTS IN  RESTORE INTO  LOST AT WORST  REACHES BACK",
    "lone    us-east-1         lost",
    "orders  eu-west-1         runs on with fewer copies  eu-west-1                               35 d",
    "orders  us-east-1         can be restored            eu-west-1  eu-west-1     90 min         35 d",
    "orders  us-east-1-bos-1a  can be restored            eu-west-1  eu-west-1     90 min         35 d",
    "",
    "lone at us-east-1: every point lay in us-east-1",
    "  help: name another region under copies",
    "orders at eu-west-1: runs go on, and nothing arrives in us-east-1 until it is back",
    "1 with fewer copies, 2 can be restored, 1 cannot be restored",
    "  help: npx zonekeep restore --policy orders --site us-east-1 --to eu-west-1 --role standby",
    "  help: npx zonekeep restore --policy orders --site us-east-1-bos-1a --to eu-west-1 --role standby",
  ]);
});

test("what is lost at worst is told in days, hours and minutes", () => {
  const exposure = { interval: 1440, window: 5, replication: 15, local: 1445, remote: 1460 };
  const plan = samplePlan();
  const policies = plan.policies.map((policy) => ({ ...policy, exposure }));
  expect(shown({ ...plan, policies }, EAST).join("\n")).toMatch(/^orders +us-east-1 .* 1 d 20 min +35 d$/m);
});

test("what is lost at worst within the longest pause is told beside the sum, which leaves pauses out", () => {
  const plan = samplePlan();
  const pauses = [
    { from: "2026-12-01", to: "2026-12-02", reason: "move" },
    { from: "2026-12-20", to: "2027-01-03", reason: "freeze" },
  ];
  const policies = plan.policies.map((policy) => ({ ...policy, schedule: { ...policy.schedule, pauses } }));
  expect(shown({ ...plan, policies }, EAST)).toContain(
    "orders at us-east-1: within the pause from 2026-12-20 to 2027-01-03, 14 d 1 h 30 min are lost at worst",
  );
});

test("points that nothing can restore from yet, and those of retired sites, are said", () => {
  const plan = samplePlan();
  const stacks = plan.stacks.map((stack) => ({
    ...stack,
    units: stack.units.filter(({ kind, site }) => kind !== "standby" || site !== WEST),
    ...(stack.kind === "zone" && { retiredUntil: "2027-01-31" }),
  }));
  const lines = shown({ ...plan, stacks }, EAST);
  expect(lines).toContain("orders at us-east-1: points are left in eu-west-1, where no restore role waits");
  expect(lines).toContain("us-east-1-bos-1a is retired; what it keeps until 2027-01-31 is left in eu-west-1");
  expect(shown({ ...plan, stacks }, EAST, WEST)).toContain(
    "lost: what the retired us-east-1-bos-1a keeps until 2027-01-31, without a copy",
  );
});
