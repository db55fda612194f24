import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import { METRICS } from "../../contract/events.ts";
import type { SiteId } from "../../policy/policy.ts";
import { type Alarm, alarmName } from "../names.ts";

export interface AlarmsProps {
  readonly site: SiteId;
  readonly topicArn: string;
  /** Of the machine that runs here. Absent: the parent's machine runs the site, and the parent has its alarms. */
  readonly machineArn?: string;
}

interface Watched {
  readonly alarm: Alarm;
  readonly says: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Record<string, string>;
}

/** At least one in five minutes raises it; no data is no failure, since a metric speaks only when a run ends. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { site, topicArn, machineArn }: AlarmsProps) {
    super(scope, id);
    for (const { alarm, says, namespace, metric, dimensions } of watched(site, machineArn))
      new CloudwatchMetricAlarm(this, alarm, {
        alarmName: alarmName(site, alarm),
        alarmDescription: says,
        namespace,
        metricName: metric,
        dimensions,
        statistic: "Sum",
        period: 300,
        evaluationPeriods: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        treatMissingData: "notBreaching",
        alarmActions: [topicArn],
      });
  }
}

function watched(site: SiteId, machineArn: string | undefined): Watched[] {
  const failed: Watched = {
    alarm: "failed-resources",
    says: `A run at ${site} left resources without a recovery point`,
    namespace: METRICS.namespace,
    metric: METRICS.failed,
    dimensions: { [METRICS.dimension]: site },
  };
  if (machineArn === undefined) return [failed];
  // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
  const machine = { namespace: "AWS/States", dimensions: { StateMachineArn: machineArn } };
  return [
    failed,
    { ...machine, alarm: "runs-failed", says: `A run in ${site} failed`, metric: "ExecutionsFailed" },
    {
      ...machine,
      alarm: "runs-timed-out",
      says: `A run in ${site} took too long`,
      metric: "ExecutionsTimedOut",
    },
  ];
}
