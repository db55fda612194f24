import type { BackupRequest, StoreLocation } from "../contract/events.ts";
import type { Plan, ScheduleUnit, StackPlan } from "../planner/plan.ts";
import { sourcePrefix } from "../recovery/layout.ts";
import { bucketName, keyAliasArn, roleArn, WORK_PREFIX } from "./names.ts";

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

/** The one request that the schedule sends hourly and `zonekeep backup` sends now. */
export function backupRequest(
  scope: Scope,
  { site, region }: Pick<StackPlan, "site" | "region">,
  unit: ScheduleUnit,
): BackupRequest {
  const asked = unit.because[0];
  return {
    policy: unit.policy,
    owner: unit.owner,
    because: asked === undefined ? "" : `${asked.file}:${asked.line}:${asked.col}`,
    store: storeLocation(scope, site, region),
    work: {
      bucket: bucketName(scope.account, region),
      prefix: WORK_PREFIX,
      key: keyAliasArn(scope, region, region),
    },
    select: unit.select,
    ...(unit.zone !== undefined && { zone: unit.zone }),
    zonesElsewhere: unit.zonesElsewhere,
    protect: unit.protect,
    retentionDays: unit.retentionDays,
    lock: unit.lock === "governance" ? "GOVERNANCE" : "COMPLIANCE",
    copies: unit.copies.map((to) => ({ site: to, region: to, key: keyAliasArn(scope, to, to) })),
  };
}
