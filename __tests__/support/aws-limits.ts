/**
 * How much AWS takes of what a stack writes, by the type of the resource and the path of the value in it. What stands
 * in none of these tables is a mistake: a new document is measured by being written.
 */
interface Most {
  readonly most: number;
  readonly page: string;
}

const DOCS = "https://docs.aws.amazon.com";
const IAM = `${DOCS}/IAM/latest/UserGuide/reference_iam-quotas.html`;
const LAMBDA = `${DOCS}/lambda/latest/api/API_CreateFunction.html`;
const ALARM = `${DOCS}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`;
const BUCKET = `${DOCS}/AmazonS3/latest/userguide/bucketnamingrules.html`;
const STATES = `${DOCS}/step-functions/latest/dg/service-quotas.html`;
const SCHEDULE = `${DOCS}/scheduler/latest/APIReference/API_CreateSchedule.html`;
const QUEUE = `${DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html`;
const TOPIC = `${DOCS}/sns/latest/api/API_CreateTopic.html`;
const KEY = `${DOCS}/kms/latest/APIReference/API_CreateKey.html`;
const RULE = `${DOCS}/AmazonS3/latest/API/API_ReplicationRule.html`;
const VAULT = `${DOCS}/aws-backup/latest/devguide/API_CreateBackupVault.html`;
const EVENTS = `${DOCS}/eventbridge/latest/APIReference`;

/** Policies that can be attached to a role. */
export const ATTACHED: Most = { most: 10, page: IAM };

/** JSON documents: characters, or bytes where AWS counts bytes. IAM leaves white space between values out. */
export const DOCUMENTS: Readonly<Record<string, Most>> = {
  "aws_iam_role_policy.policy": { most: 10_240, page: IAM },
  "aws_iam_role.assume_role_policy": { most: 2_048, page: IAM },
  "aws_iam_policy.policy": { most: 6_144, page: IAM },
  "aws_s3_bucket_policy.policy": {
    most: 20 * 1024,
    page: `${DOCS}/AmazonS3/latest/userguide/add-bucket-policy.html`,
  },
  "aws_kms_key.policy": { most: 32 * 1024, page: KEY },
  // 4 KB for all variables together: pins take what it leaves.
  "aws_lambda_function.environment.variables.ZONEKEEP_BOUNDS": {
    most: 4_000,
    page: `${DOCS}/lambda/latest/dg/gettingstarted-limits.html`,
  },
  "aws_sns_topic_policy.policy": { most: 30 * 1024, page: `${DOCS}/general/latest/gr/sns.html` },
  "aws_sqs_queue_policy.policy": {
    most: 8 * 1024,
    page: `${DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html`,
  },
  "aws_sfn_state_machine.definition": { most: 1024 * 1024, page: STATES },
  "aws_scheduler_schedule.target.input": { most: 256 * 1024, page: STATES },
  // As many as an account has before it asks for more.
  "aws_cloudwatch_event_rule.event_pattern": {
    most: 2_048,
    page: `${DOCS}/eventbridge/latest/userguide/eb-quota.html`,
  },
};

/** Texts that people and other stacks know a thing by: characters. */
export const TEXTS: Readonly<Record<string, Most>> = {
  "aws_backup_vault.name": { most: 50, page: VAULT },
  "aws_backup_vault_lock_configuration.backup_vault_name": { most: 50, page: VAULT },
  "aws_cloudwatch_event_rule.name": { most: 64, page: `${EVENTS}/API_PutRule.html` },
  "aws_cloudwatch_event_rule.description": { most: 512, page: `${EVENTS}/API_PutRule.html` },
  "aws_cloudwatch_event_target.target_id": { most: 64, page: `${EVENTS}/API_Target.html` },
  "aws_cloudwatch_event_target.input_transformer.input_template": {
    most: 8_192,
    page: `${EVENTS}/API_InputTransformer.html`,
  },
  "aws_cloudwatch_log_group.name": {
    most: 512,
    page: `${DOCS}/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html`,
  },
  "aws_cloudwatch_metric_alarm.alarm_description": { most: 1_024, page: ALARM },
  "aws_cloudwatch_metric_alarm.alarm_name": { most: 255, page: ALARM },
  "aws_cloudwatch_metric_alarm.metric_name": { most: 255, page: ALARM },
  "aws_cloudwatch_metric_alarm.metric_query.metric.metric_name": { most: 255, page: ALARM },
  "aws_cloudwatch_metric_alarm.metric_query.expression": { most: 2_048, page: ALARM },
  "aws_cloudwatch_metric_alarm.metric_query.id": { most: 255, page: ALARM },
  "aws_iam_policy.description": { most: 1_000, page: IAM },
  "aws_iam_policy.name": { most: 128, page: IAM },
  "aws_iam_role.description": { most: 1_000, page: IAM },
  "aws_iam_role.name": { most: 64, page: IAM },
  "aws_iam_role_policy.name": { most: 128, page: IAM },
  "aws_kms_alias.name": { most: 256, page: `${DOCS}/kms/latest/APIReference/API_CreateAlias.html` },
  "aws_kms_key.description": { most: 8_192, page: KEY },
  "aws_lambda_function.description": { most: 256, page: LAMBDA },
  "aws_lambda_function.filename": { most: 4_096, page: LAMBDA },
  "aws_lambda_function.function_name": { most: 64, page: LAMBDA },
  "aws_s3_bucket.bucket": { most: 63, page: BUCKET },
  "aws_s3_bucket_lifecycle_configuration.rule.id": { most: 255, page: RULE },
  "aws_s3_bucket_replication_configuration.bucket": { most: 63, page: BUCKET },
  "aws_s3_bucket_replication_configuration.rule.filter.prefix": { most: 1_024, page: RULE },
  "aws_s3_bucket_replication_configuration.rule.id": { most: 255, page: RULE },
  "aws_scheduler_schedule.name": { most: 64, page: SCHEDULE },
  "aws_scheduler_schedule.schedule_expression": { most: 256, page: SCHEDULE },
  "aws_scheduler_schedule.schedule_expression_timezone": { most: 50, page: SCHEDULE },
  "aws_scheduler_schedule_group.name": {
    most: 64,
    page: `${DOCS}/scheduler/latest/APIReference/API_CreateScheduleGroup.html`,
  },
  "aws_sfn_state_machine.name": { most: 80, page: STATES },
  "aws_sns_topic.name": { most: 256, page: TOPIC },
  "aws_sqs_queue.name": { most: 80, page: QUEUE },
};

/** Lists that grow with sites, copies or policies: entries. */
export const LISTS: Readonly<Record<string, Most>> = {
  "aws_s3_bucket_replication_configuration.rule": {
    most: 1_000,
    page: `${DOCS}/AmazonS3/latest/API/API_PutBucketReplication.html`,
  },
};
