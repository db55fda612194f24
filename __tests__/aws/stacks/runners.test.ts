import { describe, expect, test } from "vitest";
import { backupRequest } from "../../../modules/aws/backup-request.ts";
import { hashOfJson } from "../../../modules/recovery/bytes.ts";
import { markOfAsked } from "../../../modules/runs/asked.ts";
import { EAST, samplePlan, scheduleUnit, WEST, ZONE } from "../../support/sample-plan.ts";
import { moduleOf, resource, synthesized } from "../../support/synthesized.ts";
import { site } from "./sample.ts";

describe("the runners", () => {
  test("have an encrypted log group that ends, and the package's own hash", () => {
    for (const runner of ["discover", "capture", "summarise"]) {
      const name = `zonekeep-${EAST}-${runner}`;
      expect(resource(site, "aws_cloudwatch_log_group", { name: `/aws/lambda/${name}` })).toMatchObject({
        retention_in_days: 90,
        kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/),
      });
      expect(resource(site, "aws_lambda_function", { function_name: name })).toMatchObject({
        runtime: "nodejs22.x",
        architectures: ["arm64"],
        handler: "index.handler",
        filename: expect.stringMatching(new RegExp(`^assets/[\\w-]+/(ab){32}/${runner}\\.zip$`)),
        source_code_hash: Buffer.from("ab".repeat(32), "hex").toString("base64"),
      });
    }
  });

  test("know what the estate asks of them at most, where no request reaches", () => {
    const request = backupRequest(samplePlan(), { site: EAST, region: EAST }, scheduleUnit(EAST));
    for (const runner of ["discover", "capture", "summarise"]) {
      const lambda = resource(site, "aws_lambda_function", { function_name: `zonekeep-${EAST}-${runner}` });
      expect(lambda.environment).toEqual({
        variables: {
          ZONEKEEP_BOUNDS: JSON.stringify({
            sites: [EAST, ZONE],
            copies: [WEST],
            retentionDays: 35,
            compliance: false,
            // What starts a run is held against it once.
            ...(runner === "discover" && { pauses: [], asked: [markOfAsked(request)] }),
          }),
        },
      });
    }
  });

  test("are told marks of 300 policies by the machine, which discover knows by their hash", () => {
    const sample = samplePlan();
    const names = Array.from({ length: 300 }, (_, n) => `orders-${n}`);
    const many = {
      ...sample,
      policies: sample.policies.flatMap((policy) => names.map((name) => ({ ...policy, name }))),
      stacks: sample.stacks.map((stack) => ({
        ...stack,
        units: [
          ...stack.units.filter(({ kind }) => kind !== "schedule"),
          ...(stack.id === `site-${EAST}`
            ? names.map((policy) => scheduleUnit(EAST, { id: `${EAST}.schedule.${policy}`, policy }))
            : []),
        ],
      })),
    };
    const east = moduleOf(synthesized(many), `site-${EAST}`);
    const { definition } = resource(east, "aws_sfn_state_machine");
    const { marks } = JSON.parse(String(definition)).States.Discover.Parameters.Payload;
    expect([marks.asked.length, marks.pauses]).toEqual([300, []]);
    const lambda = resource(east, "aws_lambda_function", { function_name: `zonekeep-${EAST}-discover` });
    const { variables } = lambda.environment as { variables: { ZONEKEEP_BOUNDS: string } };
    expect(JSON.parse(variables.ZONEKEEP_BOUNDS)).toMatchObject({ marks: hashOfJson(marks) });
    expect(JSON.stringify(variables).length).toBeLessThan(4096);
  });

  test("are made again with their role, whose id their variables are encrypted for", () => {
    for (const runner of ["discover", "capture", "summarise"]) {
      const lambda = resource(site, "aws_lambda_function", { function_name: `zonekeep-${EAST}-${runner}` });
      const [, role] = /^\$\{(aws_iam_role\.\w+)\.arn\}$/.exec(String(lambda.role)) ?? [];
      expect(lambda.lifecycle).toEqual({ replace_triggered_by: [`${role}.unique_id`] });
    }
  });

  test("keep what failed for 14 days, encrypted by no key of a site", () => {
    expect(resource(site, "aws_sqs_queue")).toMatchObject({
      name: `zonekeep-${EAST}-dead-letters`,
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
    });
    expect(resource(site, "aws_sqs_queue")).not.toHaveProperty("kms_master_key_id");
  });
});
