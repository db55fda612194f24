import { describe, expect, test } from "vitest";
import { backupRequest } from "../../../modules/aws/backup-request.ts";
import { scheduleExpression } from "../../../modules/aws/schedule-expression.ts";
import type { PolicyPlan, ScheduleUnit } from "../../../modules/planner/plan.ts";
import { ACCOUNT, EAST, policyPlan, samplePlan, scheduleUnit, ZONE } from "../../support/sample-plan.ts";
import { resource, synthesized } from "../../support/synthesized.ts";
import { plan, site, zone } from "./sample.ts";

describe("the schedules", () => {
  test.each([
    ["a region", site, EAST, { zonesElsewhere: [ZONE] }],
    ["an edge zone", zone, ZONE, { zone: ZONE }],
  ])("of %s start the region's machine with the backup request", (_name, module, id, changes) => {
    const schedule = resource(module, "aws_scheduler_schedule");
    expect(schedule).toMatchObject({
      name: `zonekeep-${id}-orders`,
      group_name: expect.stringMatching(/^\$\{aws_scheduler_schedule_group\.\w+\.name\}$/),
      schedule_expression: scheduleExpression({ cron: "7 * * * *" }),
      schedule_expression_timezone: "UTC",
      target: {
        arn: `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:zonekeep-us-east-1`,
        dead_letter_config: { arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:zonekeep-us-east-1-dead-letters` },
      },
    });
    const { input } = schedule.target as { input: string };
    expect(JSON.parse(input)).toEqual(
      backupRequest(plan, { site: id, region: EAST }, scheduleUnit(id, changes)),
    );
  });

  // A rate begins the moment it is made, and asks for what the policy says now.
  test("are made and changed after the machine and the runners that they start", () => {
    const needs = (made: Record<string, unknown>): readonly string[] => made.depends_on as string[];
    const schedule = resource(site, "aws_scheduler_schedule");
    expect(needs(schedule)).toContainEqual(expect.stringMatching(/^aws_sfn_state_machine\./));
    const { definition } = resource(site, "aws_sfn_state_machine");
    for (const runner of ["discover", "capture", "summarise"])
      expect(definition).toMatch(new RegExp(`\\$\\{aws_lambda_function\\.${runner}_\\w+\\.function_name\\}`));
    expect(needs(resource(zone, "aws_scheduler_schedule")).join()).not.toContain("aws_sfn_state_machine");
  });

  const scheduleOf = (changes: Partial<ScheduleUnit>, promises: Partial<PolicyPlan> = {}) => {
    const module = synthesized(samplePlan(changes, promises)).get(`site-${EAST}`);
    if (module === undefined) throw new Error("there is none");
    return resource(module, "aws_scheduler_schedule");
  };
  const { schedule } = policyPlan();

  test("run by the clocks of the policy's time zone, where the plan has spread them", () => {
    const promises = { schedule: { ...schedule, timing: { cron: "0 5 * * *" }, timeZone: "Europe/Berlin" } };
    expect(scheduleOf({ times: { cron: "7 5 * * *" } }, promises)).toMatchObject({
      schedule_expression: scheduleExpression({ cron: "7 5 * * *" }),
      schedule_expression_timezone: "Europe/Berlin",
      flexible_time_window: { mode: "OFF" },
    });
  });

  test("that no clock keeps are spread by Scheduler, and have no time zone", () => {
    const rate = scheduleOf({ times: { rate: 90 } }, { schedule: { ...schedule, timing: { rate: 90 } } });
    expect(rate).toMatchObject({
      schedule_expression: "rate(90 minutes)",
      flexible_time_window: { mode: "FLEXIBLE", maximum_window_in_minutes: 15 },
    });
    expect(rate).not.toHaveProperty("schedule_expression_timezone");
    const atOnce = { schedule: { ...schedule, timing: { rate: 90 }, startWindow: 0 } };
    expect(scheduleOf({ times: { rate: 90 } }, atOnce).flexible_time_window).toEqual({ mode: "OFF" });
  });

  test("of a policy with a compliance lock ask each run for it, beside a vault whose lock can be taken back", () => {
    const confirmed = { on: "2026-11-29", by: "ana", days: 35 };
    const lock = { mode: "compliance", confirmed } as const;
    const module = synthesized(samplePlan({}, { lock })).get(`site-${EAST}`);
    if (module === undefined) throw new Error("there is none");
    const { input } = resource(module, "aws_scheduler_schedule").target as { input: string };
    expect(JSON.parse(input).lock).toBe("COMPLIANCE");
    expect(resource(module, "aws_backup_vault_lock_configuration")).not.toHaveProperty("changeable_for_days");
  });

  test("and all else take each text of a plan literally, whatever it says", () => {
    const evil = ["$", "{evil}", "%", "{evil}"].join("");
    const stacks = plan.stacks.map((stack) => ({
      ...stack,
      units: stack.units.map((unit) => {
        if (unit.kind === "standby")
          return { ...unit, passRoles: [evil], principals: [`role/${evil}`, `user/${evil}`] };
        return unit.kind === "alarm" ? { ...unit, notify: [`${evil}@example.com`] } : unit;
      }),
    }));
    const select = {
      ...policyPlan().select,
      tags: { [evil]: [evil] },
      names: [evil],
      arns: [evil],
      runtimes: [evil],
      exclude: [{ name: evil, reason: evil }],
    };
    const policies = plan.policies.map((policy) => ({ ...policy, owner: evil, select }));
    const texts = [...synthesized({ ...plan, stacks, policies }).values()].map(({ text }) => text);
    const found = texts.flatMap((text) => text.match(/[$%]*\{evil\}/g) ?? []);
    expect(found.length).toBeGreaterThan(20);
    expect(new Set(found)).toEqual(new Set(["$", "%"].map((mark) => `${mark}${mark}{evil}`)));
  });

  test("take text of a policy literally", () => {
    const owner = ["$", "{aws_kms_key.key.arn}"].join("");
    const { input } = scheduleOf({}, { owner }).target as { input: string };
    expect(JSON.parse(input)).toMatchObject({ owner: `$${owner}` });
  });
});
