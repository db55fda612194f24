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

export function keyAliasArn({ partition, account }: NameScope, region: SiteId, site: SiteId): string {
  return `arn:${partition}:kms:${region}:${account}:${keyAlias(site)}`;
}

/** 2 to 50 letters, digits, hyphens. */
export function vaultName(site: SiteId): string {
  return `zonekeep-${site}`;
}

export type Runner = "discover" | "capture" | "summarise";

export function functionName(region: SiteId, runner: Runner): string {
  return `zonekeep-${region}-${runner}`;
}

/** IAM is global, so the site is part of the name; at most 64 characters. */
export type RoleUse = Runner | "states" | "scheduler" | "replication" | "restore" | "zone";

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
