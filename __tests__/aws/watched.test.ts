import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventPattern } from "../../modules/aws/event-pattern.ts";
import { keyCalls } from "../../modules/aws/key-calls.ts";
import { alarmName } from "../../modules/aws/names.ts";
import { watchedIn } from "../../modules/aws/watched.ts";
import { callsIn } from "../../modules/aws/watched-calls.ts";
import { writesOfRestore } from "../../modules/aws/writes-of-restore.ts";
import { MOST_GENERATIONS } from "../../modules/contract/signing.ts";
import { watchEachOther } from "../../modules/planner/expand/watch-each-other.ts";
import { ACCOUNT, EAST, samplePlan, WEST, ZONE } from "../support/sample-plan.ts";
import { moduleOf, resource, resources, roleStatements, synthesized } from "../support/synthesized.ts";

const docs = readFileSync(join(import.meta.dirname, "../../docs/alarms.md"), "utf8");
const scope = { partition: "aws", account: ACCOUNT };
const sample = samplePlan();
const plan = { ...sample, stacks: watchEachOther(sample.stacks, sample.policies) };

/** With what differs from site to site taken out, as the page writes it. */
const general = (name: string): string =>
  name
    .replace(/^zonekeep-(us-east-1-bos-1a|us-east-1|eu-west-1)-/, "zonekeep-X-")
    .replace(/not-copied-.*/, "not-copied-SITE-to-REGION")
    .replace("no-run-of-orders", "no-run-of-POLICY")
    .replace(/no-run-in-.*/, "no-run-in-REGION");

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
      typeof policy === "string" ? [[policy, dimensions]] : [],
    ),
  );
  expect(missed).toEqual([WEST, EAST, ZONE].map((site) => ["orders", { Site: site, Policy: "orders" }]));
});

test("each region has a rule for each kind of call that is told at once, with a row on the page", () => {
  const modules = synthesized(plan);
  const rulesOf = (id: string) =>
    resources(moduleOf(modules, id), "aws_cloudwatch_event_rule").map(({ name }) => String(name));
  const of = (site: string, ...rules: string[]) => rules.map((rule) => `zonekeep-${site}-${rule}`);
  const region = ["guard", "key", "pins", "runs", "store", "taken"];
  // An alarm looks at what it matches, and the page has that.
  const made = [...region, "restores"];
  expect(rulesOf(`site-${WEST}`).sort()).toEqual(of(WEST, ...[...made, `guard-of-${EAST}`].sort()));
  // IAM tells of its calls in us-east-1 only.
  expect(rulesOf(`site-${EAST}`).sort()).toEqual(of(EAST, ...[...made, "roles", `guard-of-${WEST}`].sort()));
  expect(rulesOf(`zone-${ZONE}`)).toEqual(of(ZONE, "key"));
  const rows = [...docs.matchAll(/^\| rule `zonekeep-(?:SITE|REGION)-([A-Za-z-]+)` \|/gm)].map(
    ([, name]) => name,
  );
  expect(rows.sort()).toEqual([...region, "roles", "guard-of-OTHER"].sort());
});

test("a pattern fits into what an account may write without asking, wherever it is, after all rotations", () => {
  for (const region of [EAST, "ap-southeast-1", "us-isob-east-1"])
    for (const partition of ["aws", "aws-us-gov"]) {
      const places = { partition, account: ACCOUNT, region, site: region };
      const arn = `arn:${partition}:kms:${region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
      const keys = Array.from({ length: 1 + MOST_GENERATIONS }, () => arn);
      for (const watched of [keyCalls(places, keys), ...callsIn(places)])
        expect(JSON.stringify(eventPattern(watched)).length, watched.rule).toBeLessThanOrEqual(2048);
      expect(JSON.stringify(writesOfRestore(places)).length).toBeLessThanOrEqual(2048);
    }
});

test("an alarm of each region looks at the rule on what restores write, which names no call and mails none", () => {
  const module = moduleOf(synthesized(plan), `site-${EAST}`);
  const name = `zonekeep-${EAST}-restores`;
  const { event_pattern } = resource(module, "aws_cloudwatch_event_rule", { name });
  expect(JSON.parse(String(event_pattern)).detail).toEqual({
    readOnly: [false],
    userIdentity: {
      sessionContext: {
        sessionIssuer: { arn: [{ wildcard: `arn:aws:iam::${ACCOUNT}:role/zonekeep-*-restore` }] },
      },
    },
  });
  expect(resource(module, "aws_cloudwatch_metric_alarm", { alarm_name: name })).toMatchObject({
    namespace: "AWS/Events",
    metric_name: "TriggeredRules",
    dimensions: { RuleName: name },
  });
  const targets = resources(module, "aws_cloudwatch_event_target").map(({ rule }) => String(rule));
  expect(targets.filter((rule) => rule.includes("restores"))).toEqual([]);
});

test("a region that falls silent is told of by another one, to whose bus its guard hands on what is done to alarms", () => {
  const modules = synthesized(plan);
  const [west, east] = [moduleOf(modules, `site-${WEST}`), moduleOf(modules, `site-${EAST}`)];
  const alarm = resource(west, "aws_cloudwatch_metric_alarm", {
    alarm_name: `zonekeep-${WEST}-no-run-in-${EAST}`,
  });
  expect(alarm).toMatchObject({ treat_missing_data: "breaching", comparison_operator: "LessThanThreshold" });
  expect(JSON.stringify(alarm.metric_query)).toContain(`{"WatchedRegion":"${EAST}"}`);
  const bus = `arn:aws:events:${WEST}:${ACCOUNT}:event-bus/default`;
  expect(resource(east, "aws_cloudwatch_event_target", { arn: bus })).toMatchObject({
    rule: expect.stringContaining("guard-watch"),
    role_arn: expect.stringMatching(/^\$\{aws_iam_role\.watch/),
  });
  expect(roleStatements(east, `zonekeep-${EAST}-watch`)).toEqual([
    { Effect: "Allow", Action: ["events:PutEvents"], Resource: [bus] },
  ]);
});

test("what tells people hangs on no key of a site: one that is disabled takes no word along", () => {
  const module = moduleOf(synthesized(plan), `site-${EAST}`);
  expect(resource(module, "aws_sns_topic")).not.toHaveProperty("kms_master_key_id");
  const queue = resource(module, "aws_sqs_queue");
  expect(queue).not.toHaveProperty("kms_master_key_id");
  expect(queue.sqs_managed_sse_enabled).toBe(true);
});
