import { describe, expect, test } from "vitest";
import { ACCOUNT, EAST, WEST, ZONE } from "../../support/sample-plan.ts";
import { type Module, resource, resources } from "../../support/synthesized.ts";
import { links, site, zone } from "./sample.ts";

const QUEUE = { QueueName: `zonekeep-${EAST}-dead-letters` };
const NOT_STARTED = ["AWS/Scheduler", "InvocationsSentToDeadLetterCount"] as const;

/** Alarms that one event in five minutes raises, by name. */
function oneIsTooMany(module: Module): unknown[][] {
  const watching = resources(module, "aws_cloudwatch_metric_alarm").filter((alarm) => "metric_name" in alarm);
  for (const alarm of watching)
    expect(alarm).toMatchObject({
      comparison_operator: "GreaterThanOrEqualToThreshold",
      period: 300,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
    });
  return watching
    .map((alarm) => [alarm.alarm_name, alarm.namespace, alarm.metric_name, alarm.dimensions])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

describe("the runners", () => {
  test("are run by a Standard state machine whose failures raise alarms", () => {
    expect(resource(site, "aws_sfn_state_machine")).toMatchObject({
      name: `zonekeep-${EAST}`,
      type: "STANDARD",
    });
    const machine = {
      StateMachineArn: `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:zonekeep-${EAST}`,
    };
    expect(oneIsTooMany(site)).toEqual([
      [`zonekeep-${EAST}-dead-letters`, "AWS/SQS", "ApproximateNumberOfMessagesVisible", QUEUE],
      [`zonekeep-${EAST}-failed-resources`, "zonekeep", "FailedResources", { Site: EAST }],
      [
        `zonekeep-${EAST}-restores`,
        "AWS/Events",
        "TriggeredRules",
        { RuleName: `zonekeep-${EAST}-restores` },
      ],
      [`zonekeep-${EAST}-runs-aborted`, "AWS/States", "ExecutionsAborted", machine],
      [`zonekeep-${EAST}-runs-failed`, "AWS/States", "ExecutionsFailed", machine],
      [`zonekeep-${EAST}-runs-not-started`, ...NOT_STARTED, { ScheduleGroup: `zonekeep-${EAST}` }],
      [`zonekeep-${EAST}-runs-timed-out`, "AWS/States", "ExecutionsTimedOut", machine],
    ]);
    for (const alarm of resources(site, "aws_cloudwatch_metric_alarm"))
      expect(alarm).toMatchObject({
        threshold: 1,
        alarm_actions: [expect.stringMatching(/^\$\{aws_sns_topic\.\w+\.arn\}$/)],
      });
  });

  test.each([
    ["a region", site, EAST],
    ["an edge zone", zone, ZONE],
  ])("that never come to %s are missed, for each policy", (_name, module, id) => {
    expect(
      resource(module, "aws_cloudwatch_metric_alarm", { alarm_name: `zonekeep-${id}-no-run-of-orders` }),
    ).toEqual(
      expect.objectContaining({
        comparison_operator: "LessThanThreshold",
        // An hour, and a quarter of one for what is late.
        evaluation_periods: 15,
        treat_missing_data: "breaching",
        metric_query: [
          {
            id: "begun",
            metric: {
              namespace: "zonekeep",
              metric_name: "RunsBegun",
              dimensions: { Site: id, Policy: "orders" },
              stat: "Sum",
              period: 300,
            },
          },
          { id: "filled", expression: "FILL(begun, 0)", label: "RunsBegun", return_data: true },
        ],
      }),
    );
  });
});

test("an edge zone has alarms of its own, and leaves its parent's machine to the parent", () => {
  expect(oneIsTooMany(zone)).toEqual([
    [`zonekeep-${ZONE}-failed-resources`, "zonekeep", "FailedResources", { Site: ZONE }],
    [`zonekeep-${ZONE}-runs-not-started`, ...NOT_STARTED, { ScheduleGroup: `zonekeep-${ZONE}` }],
  ]);
  expect(Object.keys(zone.resource)).not.toContain("aws_s3_bucket");
});

test("a copy that S3 cannot make raises an alarm where it comes from, rule by rule", () => {
  const rule = (source: string) => [
    `zonekeep-${EAST}-not-copied-${source}-to-${WEST}`,
    "AWS/S3",
    "OperationsFailedReplication",
    {
      SourceBucket: `zonekeep-${ACCOUNT}-${EAST}`,
      DestinationBucket: `zonekeep-${ACCOUNT}-${WEST}`,
      RuleId: `${source}-to-${WEST}`,
    },
  ];
  expect(oneIsTooMany(links)).toEqual([rule(ZONE), rule(EAST)]);
  for (const { alarm_actions } of resources(links, "aws_cloudwatch_metric_alarm"))
    expect(alarm_actions).toEqual([`arn:aws:sns:us-east-1:${ACCOUNT}:zonekeep-${EAST}`]);
});
