import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import type { PolicyPlan, StackPlan } from "../../planner/plan.ts";
import { windowLeft } from "../../planner/times/run-times.ts";
import { alarmName, type NameScope } from "../names.ts";
import { type LookBack, lookBack } from "../silence.ts";
import { type Watched, watchedIn } from "../watched.ts";

export interface AlarmsProps {
  readonly scope: NameScope;
  readonly stack: StackPlan;
  readonly policies: readonly PolicyPlan[];
  readonly topicArn: string;
}

type Rule = Partial<CloudwatchMetricAlarmConfig> & Pick<CloudwatchMetricAlarmConfig, "evaluationPeriods">;

/** An alarm for each thing that is watched in a stack. It rings once, when its state changes. */
export class Alarms extends Construct {
  constructor(construct: Construct, id: string, { scope, stack, policies, topicArn }: AlarmsProps) {
    super(construct, id);
    for (const watched of watchedIn(scope, stack)) {
      const rule = watched.missed === undefined ? oneIsTooMany(watched) : oneIsMissed(watched, policies);
      if (rule === undefined) continue;
      new CloudwatchMetricAlarm(this, watched.alarm, {
        alarmName: alarmName(stack.site, watched.alarm),
        alarmDescription: `${watched.says}. What to do: docs/alarms.md`,
        threshold: 1,
        alarmActions: [topicArn],
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        ...rule,
      });
    }
  }
}

/** At least one in five minutes raises it; no data is no failure, since a metric speaks only when something happens. */
function oneIsTooMany({ namespace, metric, dimensions, statistic = "Sum" }: Watched): Rule {
  return {
    namespace,
    metricName: metric,
    dimensions,
    statistic,
    period: 300,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
  };
}

/**
 * No data is the failure. Without FILL, CloudWatch looks for real data beyond the periods that it evaluates, and would
 * ring days late. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
function oneIsMissed(
  { namespace, metric, dimensions, missed }: Watched,
  policies: readonly PolicyPlan[],
): Rule | undefined {
  const policy = policies.find(({ name }) => name === missed);
  const found =
    typeof missed === "object"
      ? lookBack(missed.minutes, { clocksChange: false })
      : policy && lookBackOf(policy);
  if (found === undefined) return undefined;
  const { period, periods } = found;
  return {
    comparisonOperator: "LessThanThreshold",
    metricQuery: [
      { id: "begun", metric: { namespace, metricName: metric, dimensions, stat: "Sum", period } },
      { id: "filled", expression: "FILL(begun, 0)", label: metric, returnData: true },
    ],
    evaluationPeriods: periods,
    treatMissingData: "breaching",
  };
}

/** Runs within a pause begin too, so that pauses leave no gap. */
export function lookBackOf({
  exposure,
  schedule,
}: Pick<PolicyPlan, "exposure" | "schedule">): LookBack | undefined {
  const gap = exposure.interval + windowLeft(schedule);
  return lookBack(gap, { clocksChange: schedule.timeZone !== "UTC" });
}
