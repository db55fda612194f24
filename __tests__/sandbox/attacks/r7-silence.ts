import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  ListMetricsCommand,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, test } from "vitest";
import { alarmName, topicArn } from "../../../modules/aws/names.ts";
import { LOST, STANDBY } from "../../../sandbox/demo/regions.ts";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import { SCOPE, type Scene } from "./scene.ts";

/** What AWS publishes, with the dimensions that it publishes it by, as its pages list them. */
const PUBLISHED: Readonly<
  Record<string, { readonly metrics: readonly string[]; readonly by: readonly string[] }>
> = {
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html, of the default bus
  "AWS/Events": { metrics: ["TriggeredRules"], by: ["RuleName"] },
  // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
  "AWS/States": {
    metrics: ["ExecutionsAborted", "ExecutionsFailed", "ExecutionsTimedOut"],
    by: ["StateMachineArn"],
  },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  "AWS/SQS": { metrics: ["ApproximateNumberOfMessagesVisible"], by: ["QueueName"] },
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
  "AWS/Scheduler": { metrics: ["InvocationsSentToDeadLetterCount"], by: ["ScheduleGroup"] },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
  "AWS/S3": { metrics: ["OperationsFailedReplication"], by: ["DestinationBucket", "RuleId", "SourceBucket"] },
};

/** Whoever disables schedules, stops runs or lets dead letters pile up: what makes no call that a rule could tell of. */
export function silence(scene: () => Scene): void {
  describe("R7, what falls silent", () => {
    const cloudwatch = (region: string): CloudWatchClient => {
      const { endpoint } = scene().deployment.sandbox;
      return new CloudWatchClient({ endpoint, region, credentials: FAKE_CREDENTIALS });
    };
    const alarmsIn = async (region: string): Promise<MetricAlarm[]> =>
      (await cloudwatch(region).send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [];

    test.each([
      ["a schedule that is disabled", LOST, alarmName(LOST, "no-run-of-orders")],
      ["a region whose alarms are gone", STANDBY, alarmName(STANDBY, `no-run-in-${LOST}`)],
    ])("%s is missed in %s: no data is the failure", async (_what, region, name) => {
      const found = (await alarmsIn(region)).find(({ AlarmName }) => AlarmName === name);
      expect(found).toMatchObject({
        ...{ TreatMissingData: "breaching", ComparisonOperator: "LessThanThreshold", Threshold: 1 },
        ...{ ActionsEnabled: true, AlarmActions: [topicArn(SCOPE, region, region)] },
      });
      expect(found?.Metrics?.map(({ Expression }) => Expression)).toContain("FILL(begun, 0)");
    });

    test.each([LOST, STANDBY])(
      "each alarm of %s looks at a metric that somebody publishes by these dimensions, and tells the topic",
      async (region) => {
        const alarms = await alarmsIn(region);
        expect(alarms.length).toBeGreaterThan(1);
        const { Metrics: written = [] } = await cloudwatch(region).send(
          new ListMetricsCommand({ Namespace: "zonekeep" }),
        );
        const own = written.map(({ MetricName, Dimensions }) => [MetricName, named(Dimensions)]);
        for (const alarm of alarms) {
          expect(alarm.AlarmActions).toEqual([topicArn(SCOPE, region, region)]);
          const {
            Namespace = "",
            MetricName = "",
            Dimensions,
          } = alarm.Metrics?.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Metric ?? alarm;
          if (Namespace === "zonekeep") {
            // What the deployed runners wrote in a run, here or for the region that watches; of eu-west-1 there is no run.
            if (JSON.stringify(Dimensions).includes(LOST))
              expect(own).toContainEqual([MetricName, named(Dimensions)]);
            continue;
          }
          expect(PUBLISHED[Namespace]?.metrics, alarm.AlarmName).toContain(MetricName);
          expect(Object.keys(named(Dimensions)).sort(), alarm.AlarmName).toEqual(PUBLISHED[Namespace]?.by);
        }
      },
    );

    test("a dead letter that waits raises an alarm of its own", async () => {
      const found = (await alarmsIn(LOST)).find(
        ({ AlarmName }) => AlarmName === alarmName(LOST, "dead-letters"),
      );
      expect(found).toMatchObject({
        ...{ Namespace: "AWS/SQS", MetricName: "ApproximateNumberOfMessagesVisible", Statistic: "Maximum" },
        ...{ Threshold: 1, ComparisonOperator: "GreaterThanOrEqualToThreshold", EvaluationPeriods: 1 },
      });
    });
  });
}

function named(dimensions: MetricAlarm["Dimensions"] = []): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name = "", Value = "" }) => [Name, Value]));
}
