import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { alarmName } from "../../modules/aws/names.ts";
import { watchedIn } from "../../modules/aws/watched.ts";
import { ACCOUNT, EAST, samplePlan, WEST, ZONE } from "../support/sample-plan.ts";
import { resources, synthesized } from "../support/synthesized.ts";

const docs = readFileSync(join(import.meta.dirname, "../../docs/alarms.md"), "utf8");
const scope = { partition: "aws", account: ACCOUNT };
const plan = samplePlan();

/** With what differs from site to site taken out, as the page writes it. */
const general = (name: string): string =>
  name
    .replace(/^zonekeep-(us-east-1-bos-1a|us-east-1|eu-west-1)-/, "zonekeep-X-")
    .replace(/not-copied-.*/, "not-copied-SITE-to-REGION")
    .replace("no-run-of-orders", "no-run-of-POLICY");

test("the page of alarms has a row for each that a plan makes, and no other", () => {
  const made = plan.stacks.flatMap((stack) =>
    watchedIn(scope, stack).map(({ alarm }) => general(alarmName(stack.site, alarm))),
  );
  const rows = [...docs.matchAll(/^\| `(zonekeep-[A-Za-z-]+)` \|/gm)].map(([, name = ""]) =>
    name.replace(/^zonekeep-(SITE|REGION)-/, "zonekeep-X-"),
  );
  expect([...new Set(made)].sort()).toEqual(rows.sort());
});

test("everything that is watched has an alarm, which tells the topic of its site's region", () => {
  const modules = synthesized(plan);
  for (const stack of plan.stacks) {
    const module = modules.get(stack.id);
    if (module === undefined) throw new Error(`there is no ${stack.id}`);
    const alarms = resources(module, "aws_cloudwatch_metric_alarm").map(({ alarm_name }) => alarm_name);
    expect(alarms.sort()).toEqual(
      watchedIn(scope, stack)
        .map(({ alarm }) => alarmName(stack.site, alarm))
        .sort(),
    );
  }
});

test("each schedule of each site is missed by an alarm of its own", () => {
  const missed = plan.stacks.flatMap((stack) =>
    watchedIn(scope, stack).flatMap(({ missed: policy, dimensions }) =>
      policy ? [[policy, dimensions]] : [],
    ),
  );
  expect(missed).toEqual([WEST, EAST, ZONE].map((site) => ["orders", { Site: site, Policy: "orders" }]));
});
