import { describe, expect, test } from "vitest";
import type { StackPlan, Unit } from "../../../modules/planner/plan.ts";
import { EAST, WEST, ZONE } from "../../support/sample-plan.ts";
import { moduleOf, resources, statementsOf, synthesized } from "../../support/synthesized.ts";
import { plan, site } from "./sample.ts";

describe("a retired site", () => {
  const ofKinds = (stack: StackPlan, ...kinds: Unit["kind"][]): StackPlan => ({
    ...stack,
    retiredUntil: "2027-01-31",
    units: stack.units
      .filter(({ kind }) => kinds.includes(kind))
      .map((unit) => (unit.kind === "key" && stack.kind === "site" ? { ...unit, signed: 2 } : unit)),
  });
  const retired = synthesized({
    ...plan,
    stacks: plan.stacks
      .filter(({ kind }) => kind !== "links")
      .map((stack) => {
        if (stack.site === EAST) return stack;
        const kinds: Unit["kind"][] = ["key", "vault", "alarm"];
        return ofKinds(stack, ...kinds, ...(stack.kind === "site" ? (["store", "standby"] as const) : []));
      }),
  });
  const inUse = {
    ...plan,
    stacks: plan.stacks.map((stack) => ({
      ...stack,
      units: stack.units.map((unit) => (unit.kind === "runners" ? { ...unit, generation: 2 } : unit)),
    })),
  };
  const typesOf = (id: string): string[] => Object.keys(retired.get(id)?.resource ?? {}).sort();

  test("that is a region keeps what it holds and what restores it, under the ids that it had", () => {
    expect(typesOf(`site-${WEST}`)).toEqual([
      "aws_backup_vault",
      "aws_backup_vault_lock_configuration",
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
      "aws_cloudwatch_metric_alarm",
      "aws_iam_policy",
      "aws_iam_role",
      "aws_iam_role_policy",
      "aws_iam_role_policy_attachment",
      "aws_kms_alias",
      "aws_kms_key",
      "aws_s3_bucket",
      "aws_s3_bucket_lifecycle_configuration",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_versioning",
      "aws_sns_topic",
      "aws_sns_topic_policy",
      "aws_sns_topic_subscription",
    ]);
    const west = moduleOf(synthesized(inUse), `site-${WEST}`);
    for (const type of typesOf(`site-${WEST}`))
      expect(Object.keys(west.resource[type] ?? {})).toEqual(
        expect.arrayContaining(Object.keys(retired.get(`site-${WEST}`)?.resource[type] ?? {})),
      );
  });

  test("that is an edge zone keeps its key and vault; its parent restores from it, and writes it no more", () => {
    expect(typesOf(`zone-${ZONE}`)).toEqual([
      "aws_backup_vault",
      "aws_backup_vault_lock_configuration",
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
      "aws_kms_alias",
      "aws_kms_key",
      "aws_sns_topic",
      "aws_sns_topic_policy",
      "aws_sns_topic_subscription",
    ]);
    const parent = retired.get(`site-${EAST}`)?.text ?? "";
    expect(parent).toContain(`alias/zonekeep-${ZONE}`);
    expect(parent).not.toContain(`zonekeep-${ZONE}-zone`);
    expect(site.text).toContain(`zonekeep-${ZONE}-zone`);
  });

  test("keeps every key that signed there, by which nobody signs any more, and tells of calls on them", () => {
    const west = moduleOf(retired, `site-${WEST}`);
    const signed = Object.entries(west.resource.aws_kms_key ?? {}).filter(
      ([, key]) => key.key_usage === "SIGN_VERIFY",
    );
    expect(signed.map(([, { lifecycle }]) => lifecycle)).toEqual(Array(2).fill({ prevent_destroy: true }));
    expect(signed.map(([, { policy }]) => statementsOf(policy).at(-1)?.Sid)).toEqual([
      "SignsNoMore",
      "SignsNoMore",
    ]);
    const rule = resources(west, "aws_cloudwatch_event_rule").find(
      ({ name }) => name === `zonekeep-${WEST}-key`,
    );
    for (const [id] of signed) expect(rule?.event_pattern).toContain(`aws_kms_key.${id}.arn`);
    const zone = resources(moduleOf(retired, `zone-${ZONE}`), "aws_kms_key");
    expect(zone.filter(({ key_usage }) => key_usage === "SIGN_VERIFY")).toEqual([]);
  });

  test("is told of as before, where somebody touches what it keeps or restores; nobody misses its runs", () => {
    const rulesOf = (id: string): string[] =>
      resources(moduleOf(retired, id), "aws_cloudwatch_event_rule")
        .map(({ name }) => String(name))
        .sort();
    const rules = ["guard", "key", "pins", "restores", "store", "taken"].map(
      (rule) => `zonekeep-${WEST}-${rule}`,
    );
    expect(rulesOf(`site-${WEST}`)).toEqual(rules);
    expect(rulesOf(`zone-${ZONE}`)).toEqual([`zonekeep-${ZONE}-key`]);
    const alarms = resources(moduleOf(retired, `site-${WEST}`), "aws_cloudwatch_metric_alarm");
    expect(alarms.map(({ alarm_name }) => alarm_name)).toEqual([`zonekeep-${WEST}-restores`]);
    expect(retired.get(`zone-${ZONE}`)?.resource).not.toHaveProperty("aws_cloudwatch_metric_alarm");
  });
});
