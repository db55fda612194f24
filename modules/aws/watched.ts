import { METRICS } from "../contract/events.ts";
import type { StackPlan } from "../planner/plan.ts";
import {
  type Alarm,
  bucketName,
  deadLetterQueueName,
  type NameScope,
  replicationRuleId,
  ruleName,
  scheduleGroupName,
  stateMachineArn,
} from "./names.ts";
import { unitsOf } from "./stacks/units.ts";

/** What raises an alarm: a metric that should stay 0, or one that should not fall silent. */
export interface Watched {
  readonly alarm: Alarm;
  /** Whom the alarm wakes reads this first. */
  readonly says: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Record<string, string>;
  /** Absent: the sum of five minutes. */
  readonly statistic?: "Maximum" | "Sum";
  /** The policy whose runs are missed, or within how long some run has to begin. Absent: one is too many. */
  readonly missed?: string | { readonly minutes: number };
}

/**
 * Everything of a stack that somebody has to be told of, by what the plan has in it. That a run failed is not all: one
 * that did not start, one that never came and a copy that did not arrive say nothing by themselves.
 */
export function watchedIn(scope: NameScope, stack: StackPlan): Watched[] {
  return [
    ...(unitsOf(stack, "alarm").length > 0 && stack.retiredUntil === undefined ? ofSite(stack) : []),
    ...(unitsOf(stack, "standby").length > 0 ? ofRestores(stack) : []),
    ...(unitsOf(stack, "runners").length > 0 ? ofMachine(scope, stack) : []),
    ...ofSchedules(stack),
    ...ofWatchedRegion(stack),
    ...ofCopies(scope, stack),
  ];
}

function ofSite({ site }: StackPlan): Watched[] {
  return [
    {
      alarm: "failed-resources",
      says: `A run at ${site} left resources without a recovery point`,
      namespace: METRICS.namespace,
      metric: METRICS.failed,
      dimensions: { [METRICS.dimension]: site },
    },
  ];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
function ofRestores({ region }: StackPlan): Watched[] {
  return [
    {
      alarm: "restores",
      says: `Somebody changes things in ${region} by a role that restores`,
      namespace: "AWS/Events",
      metric: "TriggeredRules",
      dimensions: { RuleName: ruleName(region, "restores") },
    },
  ];
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
function ofMachine(scope: NameScope, { region }: StackPlan): Watched[] {
  const machine = {
    namespace: "AWS/States",
    dimensions: { StateMachineArn: stateMachineArn(scope, region) },
  };
  return [
    { ...machine, alarm: "runs-failed", says: `A run in ${region} failed`, metric: "ExecutionsFailed" },
    {
      ...machine,
      alarm: "runs-timed-out",
      says: `A run in ${region} took too long`,
      metric: "ExecutionsTimedOut",
    },
    {
      ...machine,
      alarm: "runs-aborted",
      says: `Somebody stopped a run in ${region}`,
      metric: "ExecutionsAborted",
    },
    {
      alarm: "dead-letters",
      says: `What was not captured, or not started, waits in ${deadLetterQueueName(region)}: read it, then purge it`,
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: deadLetterQueueName(region) },
      statistic: "Maximum",
    },
  ];
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html */
function ofSchedules(stack: StackPlan): Watched[] {
  const { site } = stack;
  const schedules = unitsOf(stack, "schedule");
  if (schedules.length === 0) return [];
  return [
    {
      alarm: "runs-not-started",
      says: `A schedule of ${site} could not start its run; the dead-letter queue has what it asked for`,
      namespace: "AWS/Scheduler",
      metric: "InvocationsSentToDeadLetterCount",
      dimensions: { ScheduleGroup: scheduleGroupName(site) },
    },
    ...schedules.map(
      ({ policy }): Watched => ({
        alarm: `no-run-of-${policy}`,
        says: `No run of ${policy} has begun at ${site} when one was due`,
        namespace: METRICS.namespace,
        metric: METRICS.begun,
        dimensions: { [METRICS.dimension]: site, [METRICS.policyDimension]: policy },
        missed: policy,
      }),
    ),
  ];
}

/** A region that has fallen silent, its alarms and its topic with it, is told of by another. */
function ofWatchedRegion(stack: StackPlan): Watched[] {
  return unitsOf(stack, "alarm").flatMap(({ watches }): Watched[] => {
    const { region, within } = watches ?? {};
    if (region === undefined || within === undefined) return [];
    return [
      {
        alarm: `no-run-in-${region}`,
        says: `Nothing has begun in ${region} when a run was due there; its own alarms may be silent too`,
        namespace: METRICS.namespace,
        metric: METRICS.begun,
        dimensions: { [METRICS.watchedDimension]: region },
        missed: { minutes: within },
      },
    ];
  });
}

/** Published where the source is. https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html */
function ofCopies({ account }: NameScope, stack: StackPlan): Watched[] {
  return unitsOf(stack, "copy").map(({ site, to }) => ({
    alarm: `not-copied-${replicationRuleId(site, to)}`,
    says: `S3 could not copy recovery points of ${site} to ${to}`,
    namespace: "AWS/S3",
    metric: "OperationsFailedReplication",
    dimensions: {
      SourceBucket: bucketName(account, stack.region),
      DestinationBucket: bucketName(account, to),
      RuleId: replicationRuleId(site, to),
    },
  }));
}
