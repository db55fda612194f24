import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule/index.js";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group/index.js";
import { Construct } from "constructs";
import type { ScheduleUnit, StackPlan } from "../../planner/plan.ts";
import { backupRequest } from "../backup-request.ts";
import { schedulerStatements } from "../iam/scheduler-role.ts";
import { trustService } from "../iam/trust.ts";
import {
  deadLetterQueueArn,
  type NameScope,
  scheduleGroupArn,
  scheduleGroupName,
  scheduleName,
  stateMachineArn,
} from "../names.ts";
import { Role } from "./role.ts";

/**
 * Scheduler tries again for an hour, which is the shortest schedule: later, the next run is due anyway.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
 */
const RETRY_SECONDS = 3600;
const RETRIES = 12;

export interface SchedulesProps extends NameScope {
  readonly stack: Pick<StackPlan, "site" | "region">;
  readonly units: readonly ScheduleUnit[];
}

/** One schedule for each policy at the site. Each starts the region's state machine with one backup request. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { stack, units, ...names }: SchedulesProps) {
    super(scope, id);
    const { site, region } = stack;
    const group = new SchedulerScheduleGroup(this, "Group", { name: scheduleGroupName(site) });
    const role = new Role(this, "Role", {
      site,
      use: "scheduler",
      description: `zonekeep schedules of ${site}: start the state machine`,
      trust: trustService(names, "scheduler.amazonaws.com", scheduleGroupArn(names, region, site)),
      statements: schedulerStatements(names, region),
    });
    for (const unit of units)
      new SchedulerSchedule(this, `Schedule-${unit.policy}`, {
        name: scheduleName(site, unit.policy),
        groupName: group.name,
        scheduleExpression: rate(unit.everyMinutes),
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: stateMachineArn(names, region),
          roleArn: role.arn,
          input: JSON.stringify(backupRequest(names, stack, unit)),
          deadLetterConfig: { arn: deadLetterQueueArn(names, region) },
          retryPolicy: { maximumEventAgeInSeconds: RETRY_SECONDS, maximumRetryAttempts: RETRIES },
        },
        dependsOn: [role.policy],
      });
  }
}

/** `rate(1 minute)`, but `rate(15 minutes)`. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
function rate(minutes: number): string {
  if (minutes % 1440 === 0) return expression(minutes / 1440, "day");
  if (minutes % 60 === 0) return expression(minutes / 60, "hour");
  return expression(minutes, "minute");
}

function expression(count: number, unit: string): string {
  return `rate(${count} ${unit}${count === 1 ? "" : "s"})`;
}
