import type { WatchRule } from "../../../modules/aws/names.ts";
import { ACCOUNT, EAST } from "../../support/sample-plan.ts";

/** A call as CloudTrail writes it, as far as a rule can look at it. */
export interface RecordedCall {
  /** Rules that tell of it; none: nobody is told. */
  readonly told: readonly WatchRule[];
  readonly service: string;
  readonly name: string;
  readonly parameters: object | null;
  readonly resources?: readonly object[];
  /** Where the shape was seen. */
  readonly source: string;
}

/** Members of the request are those of the API's model, with a small first letter; checked with the models. */
const MODEL =
  "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html";
const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html";
const S3 =
  "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html";
const STRATUS = "https://stratus-red-team.cloud/attack-techniques/AWS/";
const SNS = "https://docs.aws.amazon.com/sns/latest/dg/logging-using-cloudtrail.html";
const SSM = "https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-cloudtrail-logs.html";
const STS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html";

export const KEY_ARN = `arn:aws:kms:${EAST}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const THEIRS = KEY_ARN.replace("1234abcd", "99999999");
const BUCKET = `zonekeep-${ACCOUNT}-${EAST}`;
const HOST = `${BUCKET}.s3.${EAST}.amazonaws.com`;
const RUNNER = `zonekeep-${EAST}-capture`;
const MACHINE = `arn:aws:states:${EAST}:${ACCOUNT}:stateMachine:zonekeep-${EAST}`;
const TOPIC = `arn:aws:sns:${EAST}:${ACCOUNT}:zonekeep-${EAST}`;
const QUEUE = `https://sqs.${EAST}.amazonaws.com/${ACCOUNT}/zonekeep-${EAST}-dead-letters`;
const RESTORE = `arn:aws:iam::${ACCOUNT}:role/zonekeep-${EAST}-restore`;

const key = (
  name: string,
  more: object = {},
  arn = KEY_ARN,
  told: readonly WatchRule[] = ["key"],
): RecordedCall => ({
  told,
  service: "kms",
  name,
  parameters: { keyId: arn.split("/")[1], ...more },
  resources: [{ accountId: ACCOUNT, type: "AWS::KMS::Key", ARN: arn }],
  source: KMS,
});

/** The key beside the alias is the one that it points to afterwards, or did until it was deleted. */
const alias = (
  name: string,
  aliasName: string,
  arn: string,
  told: readonly WatchRule[] = ["key"],
): RecordedCall => ({
  ...key(name, {}, arn, told),
  parameters: {
    aliasName: `alias/${aliasName}`,
    ...(name !== "DeleteAlias" && { targetKeyId: arn.split("/")[1] }),
  },
  resources: [`arn:aws:kms:${EAST}:${ACCOUNT}:alias/${aliasName}`, arn].map((ARN) => ({
    accountId: ACCOUNT,
    type: "AWS::KMS::Key",
    ARN,
  })),
  source: "https://docs.aws.amazon.com/kms/latest/developerguide/ct-updatealias.html",
});

const store = (name: string, subresource: object, source = S3): RecordedCall => ({
  told: ["store"],
  service: "s3",
  name,
  parameters: { bucketName: BUCKET, Host: HOST, ...subresource },
  resources: [{ accountId: ACCOUNT, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${BUCKET}` }],
  source,
});

const call = (
  told: readonly WatchRule[],
  service: string,
  name: string,
  parameters: object | null,
  source = MODEL,
): RecordedCall => ({ told, service, name, parameters, source });

export const CALLS: readonly RecordedCall[] = [
  key("DisableKey"),
  key("ScheduleKeyDeletion", { pendingWindowInDays: 7 }),
  key("PutKeyPolicy", { policyName: "default", policy: "{}", bypassPolicyLockoutSafetyCheck: true }),
  key("CreateGrant", { granteePrincipal: "arn:aws:iam::111122223333:user/Alice", operations: ["Decrypt"] }),
  alias("UpdateAlias", `zonekeep-${EAST}`, THEIRS),
  alias("UpdateAlias", `zonekeep-${EAST}-signing`, THEIRS),
  alias("CreateAlias", `zonekeep-${EAST}-signing-2`, THEIRS),
  alias("DeleteAlias", `zonekeep-${EAST}`, KEY_ARN),
  alias("UpdateAlias", `zonekeep-${EAST}-bos-1a`, THEIRS, []),
  alias("CreateAlias", "theirs", THEIRS, []),
  key("DeleteImportedKeyMaterial"),
  key("DisableKey", {}, THEIRS, []),
  key("CancelKeyDeletion", {}, KEY_ARN, []),
  key("GenerateDataKey", { keySpec: "AES_256" }, KEY_ARN, []),

  store("DeleteBucketPolicy", { policy: "" }),
  store("PutBucketPolicy", { policy: "", bucketPolicy: { Version: "2012-10-17", Statement: [] } }),
  store(
    "PutBucketLifecycle",
    {
      lifecycle: "",
      LifecycleConfiguration: {
        Rule: { Expiration: { Days: 1 }, Filter: { Prefix: "*" }, Status: "Enabled" },
      },
    },
    `${STRATUS}aws.defense-evasion.cloudtrail-lifecycle-rule/`,
  ),
  store("DeleteBucketLifecycle", { lifecycle: "" }),
  store("DeleteBucketReplication", { replication: "" }),
  store("PutBucketReplication", { replication: "", ReplicationConfiguration: { Role: "r" } }),
  store("PutBucketVersioning", { versioning: "", VersioningConfiguration: { Status: "Suspended" } }),
  store("PutBucketObjectLockConfiguration", { "object-lock": "" }),
  store("PutBucketEncryption", { encryption: "" }),
  store("DeleteBucketEncryption", { encryption: "" }),
  store("PutBucketPublicAccessBlock", { publicAccessBlock: "" }),
  store("DeleteBucketPublicAccessBlock", { publicAccessBlock: "" }),
  // The same by the names that APIs have, should CloudTrail come to use them.
  store("PutObjectLockConfiguration", { "object-lock": "" }),
  store("PutPublicAccessBlock", { publicAccessBlock: "" }),
  store("DeletePublicAccessBlock", { publicAccessBlock: "" }),
  store("PutBucketOwnershipControls", { ownershipControls: "" }),
  store("DeleteBucket", {}),
  call(["store"], "backup", "DeleteBackupVaultLockConfiguration", { backupVaultName: `zonekeep-${EAST}` }),
  // What runs do all day, where a trail logs data events; and another bucket.
  { ...store("PutObject", { key: "a" }), told: [] },
  { ...store("PutObjectRetention", { key: "a", retention: "" }), told: [] },
  call(
    [],
    "s3",
    "DeleteBucketPolicy",
    { bucketName: "another", Host: "another.s3.amazonaws.com", policy: "" },
    S3,
  ),

  call(
    ["pins"],
    "ssm",
    "PutParameter",
    {
      name: `/zonekeep/signers/${EAST}`,
      type: "StringList",
      value: "HIDDEN_DUE_TO_SECURITY_REASONS",
      overwrite: true,
    },
    SSM,
  ),
  call(["pins"], "ssm", "DeleteParameter", { name: "/zonekeep/signers/eu-west-1" }, SSM),
  call(["pins"], "ssm", "DeleteParameters", { names: ["/theirs", `/zonekeep/signers/${EAST}`] }, SSM),
  call([], "ssm", "PutParameter", { name: "/zonekeep-of-others/signers", type: "String" }, SSM),
  call([], "ssm", "DeleteParameters", { names: ["/theirs", "/zonekeep/signersx"] }, SSM),
  call([], "ssm", "GetParametersByPath", { path: "/zonekeep/signers" }, SSM),

  call(["runs"], "states", "UpdateStateMachine", {
    stateMachineArn: MACHINE,
    definition: "HIDDEN_DUE_TO_SECURITY_REASONS",
  }),
  call(["runs"], "states", "DeleteStateMachine", { stateMachineArn: MACHINE }),
  call([], "states", "UpdateStateMachine", { stateMachineArn: `${MACHINE}x` }),
  call([], "states", "StartExecution", { stateMachineArn: MACHINE }),
  call(
    ["runs"],
    "lambda",
    "UpdateFunctionCode20150331v2",
    {
      dryRun: false,
      publish: true,
      functionName: `arn:aws:lambda:${EAST}:${ACCOUNT}:function:${RUNNER}`,
      fullyQualifiedArn: { functionQualifier: {}, relativeId: { functionName: RUNNER } },
    },
    `${STRATUS}aws.persistence.lambda-overwrite-code/`,
  ),
  call(["runs"], "lambda", "UpdateFunctionConfiguration20150331v2", {
    functionName: RUNNER,
    environment: {},
  }),
  call(["runs"], "lambda", "DeleteFunction20150331", { functionName: RUNNER }),
  call(["runs"], "lambda", "PutFunctionConcurrency20171031", {
    functionName: RUNNER,
    reservedConcurrentExecutions: 0,
  }),
  call(
    ["runs"],
    "lambda",
    "AddPermission20150331v2",
    { functionName: RUNNER, principal: "*" },
    `${STRATUS}aws.persistence.lambda-backdoor-function/`,
  ),
  call([], "lambda", "UpdateFunctionCode20150331v2", { functionName: "orders-intake" }),
  call(["runs"], "scheduler", "UpdateSchedule", {
    name: `zonekeep-${EAST}-orders`,
    groupName: `zonekeep-${EAST}`,
    state: "DISABLED",
  }),
  call(["runs"], "scheduler", "DeleteSchedule", {
    name: `zonekeep-${EAST}-orders`,
    groupName: `zonekeep-${EAST}`,
  }),
  call(["runs"], "scheduler", "DeleteScheduleGroup", { name: `zonekeep-${EAST}` }),
  call([], "scheduler", "DeleteSchedule", { name: "theirs", groupName: "default" }),
  call(["runs"], "sqs", "PurgeQueue", { queueUrl: QUEUE }),
  call(["runs"], "sqs", "DeleteQueue", { queueUrl: QUEUE }),
  call([], "sqs", "PurgeQueue", { queueUrl: QUEUE.replace("zonekeep-", "orders-") }),

  call(
    ["guard"],
    "cloudtrail",
    "StopLogging",
    { name: "management-events" },
    `${STRATUS}aws.defense-evasion.cloudtrail-stop/`,
  ),
  call(
    ["guard"],
    "cloudtrail",
    "DeleteTrail",
    { name: "management-events" },
    `${STRATUS}aws.defense-evasion.cloudtrail-delete/`,
  ),
  call(
    ["guard"],
    "cloudtrail",
    "PutEventSelectors",
    { trailName: "management-events", eventSelectors: [] },
    `${STRATUS}aws.defense-evasion.cloudtrail-event-selectors/`,
  ),
  call(["guard"], "cloudtrail", "UpdateTrail", { name: "management-events", isMultiRegionTrail: false }),
  call([], "cloudtrail", "StartLogging", { name: "management-events" }),
  // By both rules: one of them may be what was disabled.
  call(["runs", "guard"], "events", "DisableRule", { name: `zonekeep-${EAST}-guard` }),
  call(["runs", "guard"], "events", "DeleteRule", { name: `zonekeep-${EAST}-store`, force: false }),
  call(["runs", "guard"], "events", "RemoveTargets", { rule: `zonekeep-${EAST}-key`, ids: ["notices"] }),
  call([], "events", "DisableRule", { name: "theirs" }),
  call(["guard"], "monitoring", "DeleteAlarms", { alarmNames: ["theirs", `zonekeep-${EAST}-runs-failed`] }),
  call(["guard"], "monitoring", "DisableAlarmActions", { alarmNames: [`zonekeep-${EAST}-runs-failed`] }),
  call(["guard"], "monitoring", "SetAlarmState", {
    alarmName: `zonekeep-${EAST}-runs-failed`,
    stateValue: "OK",
  }),
  call([], "monitoring", "DeleteAlarms", { alarmNames: ["theirs"] }),
  call(["guard"], "monitoring", "PutAlarmMuteRule", {
    name: "maintenance",
    rule: { schedule: { expression: "cron(* * * * *)", duration: "P15D" } },
    muteTargets: { alarmNames: ["theirs", `zonekeep-${EAST}-runs-failed`] },
  }),
  call([], "monitoring", "PutAlarmMuteRule", { name: "zonekeep", muteTargets: { alarmNames: ["theirs"] } }),
  call(["guard"], "logs", "PutMetricFilter", {
    logGroupName: "/aws/lambda/theirs",
    filterName: "x",
    filterPattern: "",
    metricTransformations: [{ metricName: "RunsBegun", metricNamespace: "zonekeep", metricValue: "1" }],
  }),
  call(["runs"], "logs", "PutSubscriptionFilter", {
    logGroupName: `/aws/lambda/zonekeep-${EAST}-capture`,
    filterName: "x",
    filterPattern: "",
    destinationArn: "arn:aws:logs:us-east-1:210987654321:destination:theirs",
  }),
  call(["runs"], "logs", "DeleteLogGroup", { logGroupName: `/aws/lambda/zonekeep-${EAST}-discover` }),
  call([], "logs", "DeleteLogGroup", { logGroupName: "/aws/lambda/orders" }),
  call(["runs"], "lambda", "CreateEventSourceMapping20150331", {
    functionName: `zonekeep-${EAST}-discover`,
    eventSourceArn: `arn:aws:sqs:${EAST}:${ACCOUNT}:theirs`,
  }),
  call(["runs"], "lambda", "CreateFunctionUrlConfig", {
    functionName: `zonekeep-${EAST}-summarise`,
    authType: "AWS_IAM",
  }),
  call(["runs"], "logs", "PutMetricFilter", {
    logGroupName: `/aws/lambda/zonekeep-${EAST}-capture`,
    filterName: "x",
    filterPattern: "",
    metricTransformations: [{ metricName: "Errors", metricNamespace: "zonekeepers", metricValue: "1" }],
  }),
  call(["guard"], "events", "UpdateEventBus", { kmsKeyIdentifier: KEY_ARN }),
  call(["guard"], "sns", "DeleteTopic", { topicArn: TOPIC }, SNS),
  call(
    ["guard"],
    "sns",
    "SetTopicAttributes",
    { topicArn: TOPIC, attributeName: "Policy", attributeValue: "{}" },
    SNS,
  ),
  call(
    ["guard"],
    "sns",
    "Unsubscribe",
    { subscriptionArn: `${TOPIC}:c3019def-3714-403e-ba29-eb14079d5c69` },
    SNS,
  ),
  call([], "sns", "DeleteTopic", { topicArn: `arn:aws:sns:${EAST}:${ACCOUNT}:theirs` }, SNS),

  call(
    ["taken"],
    "sts",
    "AssumeRole",
    { roleArn: RESTORE.replace("restore", "repair"), roleSessionName: "z" },
    STS,
  ),
  call(["taken"], "sts", "AssumeRole", { roleArn: RESTORE, roleSessionName: "zonekeep" }, STS),
  call(
    [],
    "sts",
    "AssumeRole",
    { roleArn: RESTORE.replace("restore", "capture"), roleSessionName: "zonekeep" },
    STS,
  ),
  call(["roles"], "iam", "PutRolePolicy", { roleName: `zonekeep-${EAST}-capture`, policyName: "x" }, STS),
  call(
    ["roles"],
    "iam",
    "DeleteRolePolicy",
    { roleName: "zonekeep-eu-west-1-scheduler", policyName: "scheduler" },
    STS,
  ),
  call(
    ["roles"],
    "iam",
    "UpdateAssumeRolePolicy",
    { roleName: `zonekeep-${EAST}-restore`, policyDocument: "{}" },
    `${STRATUS}aws.persistence.iam-backdoor-role/`,
  ),
  call(
    ["roles"],
    "iam",
    "AttachRolePolicy",
    { roleName: `zonekeep-${EAST}-capture`, policyArn: "arn:aws:iam::aws:policy/AWSDenyAll" },
    STS,
  ),
  call(
    ["roles"],
    "iam",
    "CreatePolicyVersion",
    { policyArn: `arn:aws:iam::123456789012:policy/zonekeep-${EAST}-restore-1`, policyDocument: "{}" },
    STS,
  ),
  ...["DeletePolicy", "DeletePolicyVersion", "SetDefaultPolicyVersion"].map((name) =>
    call(
      ["roles"],
      "iam",
      name,
      {
        policyArn: `arn:aws:iam::123456789012:policy/zonekeep-${EAST}-restore-1`,
        ...(name !== "DeletePolicy" && { versionId: "v1" }),
      },
      STS,
    ),
  ),
  call([], "iam", "CreatePolicyVersion", { policyArn: "arn:aws:iam::123456789012:policy/theirs" }, STS),
  call([], "iam", "PutRolePolicy", { roleName: "theirs", policyName: "x" }, STS),
  call([], "iam", "GetRole", { roleName: `zonekeep-${EAST}-capture` }, STS),
  call(["store"], "backup", "PutBackupVaultAccessPolicy", {
    backupVaultName: `zonekeep-${EAST}`,
    policy: "{}",
  }),
  call(["runs"], "lambda", "PutResourcePolicy", {
    resourceArn: `arn:aws:lambda:${EAST}:${ACCOUNT}:function:${RUNNER}`,
    policy: "{}",
  }),
  call(["runs"], "sqs", "SetQueueAttributes", { queueUrl: QUEUE, attributes: { Policy: "{}" } }),
  call(["runs", "guard"], "events", "PutRule", { name: `zonekeep-${EAST}-guard`, state: "DISABLED" }),
  call(["runs", "guard"], "events", "PutTargets", { rule: `zonekeep-${EAST}-key`, targets: [] }),
  call(["guard"], "monitoring", "PutMetricAlarm", {
    alarmName: `zonekeep-${EAST}-runs-failed`,
    threshold: 9,
  }),
  call(["guard"], "sns", "AddPermission", { topicArn: TOPIC, label: "x" }, SNS),
  call(["guard"], "sns", "RemovePermission", { topicArn: TOPIC, label: "Rules" }, SNS),
  call(["guard"], "sns", "PutDataProtectionPolicy", { resourceArn: TOPIC, dataProtectionPolicy: "{}" }, SNS),
  call(["guard"], "sns", "SetSubscriptionAttributes", {
    subscriptionArn: `${TOPIC}:c3019def-3714-403e-ba29-eb14079d5c69`,
    attributeName: "FilterPolicy",
  }),
  call(["roles"], "iam", "DetachRolePolicy", { roleName: `zonekeep-${EAST}-capture`, policyArn: "p" }, STS),
  call(
    ["roles"],
    "iam",
    "UpdateRole",
    { roleName: `zonekeep-${EAST}-capture`, maxSessionDuration: 43_200 },
    STS,
  ),
];

/** Who has taken a role, as CloudTrail writes it. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export function sessionOf(role: string): object {
  return {
    type: "AssumedRole",
    principalId: "AROAEXAMPLEID:restore",
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/restore`,
    accountId: ACCOUNT,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAEXAMPLEID",
        arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: "2026-11-29T11:50:00Z", mfaAuthenticated: "false" },
    },
  };
}

const MALLORY = { type: "IAMUser", arn: `arn:aws:iam::${ACCOUNT}:user/mallory`, accountId: ACCOUNT };

/** The event that EventBridge makes of a call. */
export function eventOf(
  { service, name, parameters, resources }: Omit<RecordedCall, "told" | "source">,
  {
    userIdentity = MALLORY,
    readOnly = false,
  }: { readonly userIdentity?: object; readonly readOnly?: boolean } = {},
): object {
  return {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${service}`,
    account: ACCOUNT,
    time: "2026-11-29T12:00:00Z",
    region: EAST,
    resources: [],
    detail: {
      eventVersion: "1.11",
      userIdentity,
      eventTime: "2026-11-29T11:59:30Z",
      eventSource: `${service}.amazonaws.com`,
      eventName: name,
      awsRegion: EAST,
      sourceIPAddress: "203.0.113.9",
      requestParameters: parameters,
      responseElements: null,
      eventID: "cdc4b7ed-e171-4cef-975a-ad829d4123e8",
      eventType: "AwsApiCall",
      readOnly,
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      ...(resources !== undefined && { resources }),
    },
  };
}
