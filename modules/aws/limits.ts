import type { Limit } from "../planner/capabilities.ts";

/** What AWS refuses, and the page that says so. */

const VAULT_LOCK =
  "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html";

/** Days. A vault lock takes no shorter MinRetentionDays. */
export const LEAST_RETENTION: Limit = { value: 1, source: VAULT_LOCK };

/** Days, about a hundred years. A vault lock takes no longer MaxRetentionDays. */
export const MOST_RETENTION: Limit = { value: 36_500, source: VAULT_LOCK };

/**
 * Minutes. Lambda answers 15 control-plane reads a second in an account and region, for everybody together.
 * A third of that makes 1,500 reads in five minutes, enough to look at some 150 functions at ten reads each:
 * a shorter schedule would still be reading when it is due again.
 */
export const LEAST_INTERVAL: Limit = {
  value: 5,
  source: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
};

/** Minutes. An alarm looks back seven days at most, so the silence of a rarer schedule would go unnoticed. */
export const MOST_INTERVAL: Limit = {
  value: 7 * 24 * 60,
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
};

/** Copy actions of one backup rule. Replication of a bucket would allow more; the data of a function would not. */
export const MOST_COPIES: Limit = {
  value: 5,
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html",
};

/** Regions that lack something every site needs, from the endpoints that AWS's own SDKs are made with. */
export const LACKING: Readonly<Record<string, string>> = {
  "eu-isoe-west-1": "it has no AWS Backup",
  "us-isob-west-1": "it has no AWS Backup",
};
