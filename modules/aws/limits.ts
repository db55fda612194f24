import type { Limit, Range } from "../planner/limit.ts";
import { SPECS } from "../protectors/kinds.ts";

/** What AWS refuses, and the page that says so. */

const DOCS = "https://docs.aws.amazon.com";
const BACKUP = `${DOCS}/aws-backup/latest/devguide`;
const VAULT_LOCK = `${BACKUP}/API_PutBackupVaultLockConfiguration.html`;
const BACKUP_RULE = `${BACKUP}/API_BackupRuleInput.html`;
const LAMBDA_QUOTAS = `${DOCS}/lambda/latest/dg/gettingstarted-limits.html`;
const FLEXIBLE_WINDOW = `${DOCS}/scheduler/latest/APIReference/API_FlexibleTimeWindow.html`;

/** Days, to about a hundred years: a vault lock takes no shorter MinRetentionDays and no longer MaxRetentionDays. */
export const RETENTION: Range = {
  min: { value: 1, source: VAULT_LOCK },
  max: { value: 36_500, source: VAULT_LOCK },
};

/**
 * Minutes between two runs. Lambda answers 15 control-plane reads a second in an account and region, for everybody
 * together. A third of that makes 1,500 reads in five minutes, enough to look at some 150 functions at ten reads
 * each: a shorter schedule would still be reading when it is due again. At the other end, an alarm looks back seven
 * days at most, so the silence of a rarer schedule would go unnoticed.
 */
export const EVERY: Range = {
  min: { value: 5, source: LAMBDA_QUOTAS },
  max: {
    value: 7 * 24 * 60,
    source: `${DOCS}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  },
};

/** Minutes. A flexible time window is off, or a day at most; runs that are spread without one keep to the same. */
export const START_WINDOW: Range = {
  min: { value: 0, source: FLEXIBLE_WINDOW },
  max: { value: 24 * 60, source: FLEXIBLE_WINDOW },
};

/** Minutes. AWS Backup takes no start window under an hour, and no completion window less than an hour longer. */
export const COMPLETION_WINDOW = {
  min: { value: 120, source: BACKUP_RULE },
  beyondStart: { value: 60, source: BACKUP_RULE },
};

/** Days. */
export const COLD_STAY: Limit = { value: 90, source: `${BACKUP}/API_Lifecycle.html` };

/**
 * Minutes. Nothing of AWS: a stream keeps records for 365 days, an archive its events for good. But each run prolongs the
 * locks of all that lies in the window, and a point names 9,000 parts of it at most: a run every five minutes that finds
 * something each time has written those within 32 days.
 */
export const MAX_EVENTS: Limit = {
  value: 35 * 24 * 60,
  source: "a limit of zonekeep, whose runs lock all of a window again",
};

/** ARNs of one selection, without wildcards. */
export const MAX_RESOURCES: Limit = { value: 500, source: `${BACKUP}/API_BackupSelection.html` };

/**
 * Bytes. What a state is handed and hands on holds 256 KiB, and a run adds an item with all that it is related to: half
 * of it is for the selection.
 */
export const MAX_SELECTION: Limit = {
  value: 128 * 1024,
  source: `${DOCS}/step-functions/latest/dg/service-quotas.html`,
};

/** Copy actions of one backup rule. Replication of a bucket would allow more; the data of a function would not. */
export const MAX_COPIES: Limit = { value: 5, source: `${BACKUP}/aws-backup-limits.html` };

/** Minutes. S3 Replication Time Control, which each link has on, promises 99.9 % of all objects within them. */
export const REPLICATION: Limit = {
  value: 15,
  source: `${DOCS}/AmazonS3/latest/userguide/replication-time-control.html`,
};

/** Reads a minute that Lambda answers in an account and region to everybody: what runs use up first. */
export const READS: Limit = {
  value: 60 * (SPECS.lambda.pace.perSecond ?? 0),
  source: SPECS.lambda.pace.source,
};

/** Regions that lack something every site needs, from the endpoints that AWS's own SDKs are made with. */
export const LACKING: Readonly<Record<string, string>> = {
  "eu-isoe-west-1": "it has no AWS Backup",
  "us-isob-west-1": "it has no AWS Backup",
};

/** Characters. A schedule is named `zonekeep-SITE-POLICY`, at most 64, and the longest site has 28. */
export const POLICY_NAME: Limit = {
  value: 26,
  source: "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
};
