import type { SiteId } from "../policy/policy.ts";

/** Deterministic names, so that any stack and any command can name another's resource without asking it. */
export interface NameScope {
  readonly partition: string;
  readonly account: string;
}

/** At most 63 characters: 9 + 12 + 1 + the longest region (14). */
export function bucketName(account: string, region: SiteId): string {
  return `zonekeep-${account}-${region}`;
}

export function keyAlias(site: SiteId): string {
  return `alias/zonekeep-${site}`;
}

/** Of the key that signs a region's runs. No alias moves, so each generation of the key has its own. */
export function signingAlias(region: SiteId, generation = 1): string {
  return `alias/zonekeep-${region}-signing${generation === 1 ? "" : `-${generation}`}`;
}

export function signingAliasArn(
  { partition, account }: NameScope,
  region: SiteId,
  generation?: number,
): string {
  return `arn:${partition}:kms:${region}:${account}:${signingAlias(region, generation)}`;
}

export function keyAliasArn({ partition, account }: NameScope, region: SiteId, site: SiteId): string {
  return `arn:${partition}:kms:${region}:${account}:${keyAlias(site)}`;
}

/** 2 to 50 letters, digits, hyphens. */
export function vaultName(site: SiteId): string {
  return `zonekeep-${site}`;
}

export const RUNNERS = ["discover", "capture", "summarise"] as const;

export type Runner = (typeof RUNNERS)[number];

export function functionName(region: SiteId, runner: Runner): string {
  return `zonekeep-${region}-${runner}`;
}

/** IAM is global, so the site is part of the name; at most 64 characters. */
export type RoleUse =
  | Runner
  | "states"
  | "scheduler"
  | "replication"
  | "restore"
  | "repair"
  | "zone"
  | "watch";

export function roleName(site: SiteId, use: RoleUse): string {
  return `zonekeep-${site}-${use}`;
}

export function roleArn({ partition, account }: NameScope, site: SiteId, use: RoleUse): string {
  return `arn:${partition}:iam::${account}:role/${roleName(site, use)}`;
}

export function stateMachineName(region: SiteId): string {
  return `zonekeep-${region}`;
}

export function stateMachineArn({ partition, account }: NameScope, region: SiteId): string {
  return `arn:${partition}:states:${region}:${account}:stateMachine:${stateMachineName(region)}`;
}

export function topicName(site: SiteId): string {
  return `zonekeep-${site}`;
}

export function deadLetterQueueName(region: SiteId): string {
  return `zonekeep-${region}-dead-letters`;
}

/** At most 64 characters; the policy's name is what a person looks for. */
export function scheduleName(site: SiteId, policy: string): string {
  return `zonekeep-${site}-${policy}`;
}

/** Where runs keep their item lists and outcomes: beside the sources' prefixes, so that it is never replicated. */
export const WORK_PREFIX = "work/";

export function bucketArn({ partition }: NameScope, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}

export function functionArn({ partition, account }: NameScope, region: SiteId, runner: Runner): string {
  return `arn:${partition}:lambda:${region}:${account}:function:${functionName(region, runner)}`;
}

export function logGroupName(region: SiteId, runner: Runner): string {
  return `/aws/lambda/${functionName(region, runner)}`;
}

export function scheduleGroupName(site: SiteId): string {
  return `zonekeep-${site}`;
}

export function scheduleGroupArn({ partition, account }: NameScope, region: SiteId, site: SiteId): string {
  return `arn:${partition}:scheduler:${region}:${account}:schedule-group/${scheduleGroupName(site)}`;
}

export function deadLetterQueueArn({ partition, account }: NameScope, region: SiteId): string {
  return `arn:${partition}:sqs:${region}:${account}:${deadLetterQueueName(region)}`;
}

export type Alarm =
  | "failed-resources"
  | "runs-failed"
  | "runs-timed-out"
  | "runs-aborted"
  | "runs-not-started"
  | "dead-letters"
  | "restores"
  | `no-run-of-${string}`
  | `no-run-in-${SiteId}`
  | `not-copied-${string}`;

export function alarmName(site: SiteId, alarm: Alarm): string {
  return `zonekeep-${site}-${alarm}`;
}

/** Of a rule that tells who calls what: on keys, stores, pins, what runs, what tells, standby roles, roles; and of what restores write. */
export type WatchRule =
  | "key"
  | "store"
  | "pins"
  | "runs"
  | "guard"
  | "taken"
  | "roles"
  | "restores"
  | `guard-of-${SiteId}`;

/** At most 64 characters. */
export function ruleName(site: SiteId, rule: WatchRule): string {
  return `zonekeep-${site}-${rule}`;
}

/** A rule of S3 replication, unique in its store. */
export function replicationRuleId(site: SiteId, to: SiteId): string {
  return `${site}-to-${to}`;
}

export function topicArn({ partition, account }: NameScope, region: SiteId, site: SiteId): string {
  return `arn:${partition}:sns:${region}:${account}:${topicName(site)}`;
}

export function alarmArn({ partition, account }: NameScope, region: SiteId, name: string): string {
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** The bus on which AWS's own events arrive. */
export function eventBusArn({ partition, account }: NameScope, region: SiteId): string {
  return `arn:${partition}:events:${region}:${account}:event-bus/default`;
}

export function ruleArn({ partition, account }: NameScope, region: SiteId, name: string): string {
  return `arn:${partition}:events:${region}:${account}:rule/${name}`;
}
