import type { BackupRequest, CaptureScope, StoreLocation } from "../contract/events.ts";
import type { RecordWindows } from "../contract/records.ts";
import { CAPTURED_TRIGGERS } from "../contract/triggers.ts";
import type { Plan, PolicyPlan, ScheduleUnit, StackPlan } from "../planner/plan.ts";
import { type RegionBounds, regionBounds } from "../planner/region-bounds.ts";
import { minutesIntoWindow } from "../planner/times/run-times.ts";
import type { Protect } from "../policy/policy.ts";
import { sourcePrefix } from "../recovery/layout.ts";
import { bucketArn, bucketName, keyAliasArn, roleArn, signingAliasArn, WORK_PREFIX } from "./names.ts";

type Scope = Pick<Plan, "account" | "partition">;

/** Where the points of a site lie: an edge zone's in its parent's bucket, under its own key and role. */
export function storeLocation(scope: Scope, site: string, region: string): StoreLocation {
  return {
    account: scope.account,
    site,
    region,
    bucket: bucketName(scope.account, region),
    prefix: sourcePrefix(scope.account, site),
    key: keyAliasArn(scope, region, site),
    ...(site !== region && { role: roleArn(scope, site, "zone") }),
  };
}

/** What a schedule promises. @throws Error when the plan has no such policy */
export function policyOf({ policies }: Pick<Plan, "policies">, { id, policy }: ScheduleUnit): PolicyPlan {
  const found = policies.find(({ name }) => name === policy);
  if (found === undefined) throw new Error(`${id} runs a policy that the plan does not have`);
  return found;
}

/**
 * The one request that the schedule sends again and again.
 * @throws Error on a unit of a plan that AWS's own capabilities refuse
 */
export function backupRequest(
  plan: Plan,
  { site, region }: Pick<StackPlan, "site" | "region">,
  unit: ScheduleUnit,
): BackupRequest {
  const policy = policyOf(plan, unit);
  const { tags, names, arns, runtimes, exclude, resources } = policy.select;
  const { keep } = policy.retention;
  const events = windowsOf(policy.protect, regionBounds(plan, region));
  if (keep === undefined) throw new Error(`${unit.id} keeps its points for no number of days`);
  return {
    policy: policy.name,
    owner: policy.owner,
    // Never a line: a comment above it would deploy every site again.
    because: `policy ${policy.name}`,
    store: storeLocation(plan, site, region),
    work: {
      bucket: bucketName(plan.account, region),
      prefix: WORK_PREFIX,
      key: keyAliasArn(plan, region, region),
    },
    select: {
      ...{ tags, names, arns, runtimes },
      exclude: exclude.map(({ name }) => name),
      ...(resources.length > 0 && { resources }),
    },
    ...(unit.zone !== undefined && { zone: unit.zone }),
    zonesElsewhere: unit.zonesElsewhere,
    ...(unit.watchedBy !== undefined && { watchedBy: unit.watchedBy }),
    protect: captureScope(policy.protect, unit.id),
    ...(Object.keys(events).length > 0 && { events }),
    minutesIntoWindow: minutesIntoWindow(policy.schedule, policy.name, site),
    pauses: policy.schedule.pauses,
    timeZone: policy.schedule.timeZone,
    retentionDays: keep,
    lock: policy.lock.mode === "governance" ? "GOVERNANCE" : "COMPLIANCE",
    copies: unit.copies.map((to) => ({
      site: to,
      region: to,
      key: keyAliasArn(plan, to, to),
      bucket: bucketArn(plan, bucketName(plan.account, to)),
    })),
    signer: signingAliasArn(plan, region, unit.generation),
  };
}

/** Of what the policy asks for, as much as the one of its region that wants most. */
function windowsOf({ events }: Protect, { events: longest = {} }: RegionBounds): RecordWindows {
  const { kinesis, eventbridge } = longest;
  return {
    ...(events.kinesis !== undefined && kinesis !== undefined && { kinesis }),
    ...(events.eventbridge !== undefined && eventbridge !== undefined && { eventbridge }),
  };
}

function captureScope({ code, triggers, configuration }: Protect, unit: string): CaptureScope {
  const less = configuration === "without-environment" && { configuration };
  if (triggers === "all") return { code, triggers, ...less };
  return {
    code,
    ...less,
    triggers: triggers.map((kind) => {
      const captured = CAPTURED_TRIGGERS.find((known) => known === kind);
      if (captured === undefined) throw new Error(`${unit} protects triggers of a kind that is not captured`);
      return captured;
    }),
  };
}
