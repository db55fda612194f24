import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule/index.js";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Plan, ScheduleUnit, StackPlan } from "../../planner/plan.ts";
import { windowLeft } from "../../planner/times/run-times.ts";
import { backupRequest, policyOf } from "../backup-request.ts";
import { schedulerStatements } from "../iam/scheduler-role.ts";
import { trustService } from "../iam/trust.ts";
import {
  deadLetterQueueArn,
  scheduleGroupArn,
  scheduleGroupName,
  scheduleName,
  stateMachineArn,
} from "../names.ts";
import { scheduleExpression } from "../schedule-expression.ts";
import { Role } from "./role.ts";

/**
 * Scheduler tries again for an hour, which is the shortest schedule: later, the next run is due anyway.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
 */
const RETRY_SECONDS = 3600;
const RETRIES = 12;

export interface SchedulesProps {
  readonly plan: Plan;
  readonly stack: Pick<StackPlan, "site" | "region">;
  readonly units: readonly ScheduleUnit[];
  /** What they start, where it is of the same stack. */
  readonly machine?: ITerraformDependable;
}

/**
 * One schedule for each policy at the site. Each starts the region's state machine with one backup request. The plan
 * has spread their times already, the same for ever; where it could not, such as a rate, Scheduler does at random, from the
 * moment that it is made: what it starts has to be there by then.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { plan, stack, units, machine }: SchedulesProps) {
    super(scope, id);
    const { site, region } = stack;
    const group = new SchedulerScheduleGroup(this, "Group", { name: scheduleGroupName(site) });
    const role = new Role(this, "Role", {
      site,
      use: "scheduler",
      description: `zonekeep schedules of ${site}: start the state machine`,
      trust: trustService(plan, "scheduler.amazonaws.com", scheduleGroupArn(plan, region, site)),
      statements: schedulerStatements(plan, region),
    });
    for (const unit of units) {
      const { schedule } = policyOf(plan, unit);
      const window = windowLeft(schedule);
      new SchedulerSchedule(this, `Schedule-${unit.policy}`, {
        name: scheduleName(site, unit.policy),
        groupName: group.name,
        scheduleExpression: scheduleExpression(unit.times),
        ...("cron" in unit.times && { scheduleExpressionTimezone: schedule.timeZone }),
        flexibleTimeWindow:
          window === 0 ? { mode: "OFF" } : { mode: "FLEXIBLE", maximumWindowInMinutes: window },
        target: {
          arn: stateMachineArn(plan, region),
          roleArn: role.arn,
          input: JSON.stringify(backupRequest(plan, stack, unit)),
          deadLetterConfig: { arn: deadLetterQueueArn(plan, region) },
          retryPolicy: { maximumEventAgeInSeconds: RETRY_SECONDS, maximumRetryAttempts: RETRIES },
        },
        dependsOn: [role.policy, ...(machine === undefined ? [] : [machine])],
      });
    }
  }
}
