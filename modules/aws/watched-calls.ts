import { METRICS } from "../contract/events.ts";
import type { SiteId } from "../policy/policy.ts";
import { type Calls, DEPLOYMENT, OURS, tellsOfRoles, type WatchedCalls, type WatchPlaces } from "./calls.ts";
import { bucketName, deadLetterQueueName, roleArn, stateMachineArn } from "./names.ts";
import { SIGNERS_PATH } from "./signers-parameters.ts";

/** What is watched in a region. IAM tells of its calls in one region of a partition, whatever region a role is of. */
export function callsIn(places: WatchPlaces): WatchedCalls[] {
  return [
    store(places),
    pins(places),
    runs(places),
    guard(places),
    taken(places),
    ...(tellsOfRoles(places) ? [roles()] : []),
  ];
}

/** What is watched where a site is retired: what it keeps, who tells of that, and who may read it. Nothing runs there. */
export function callsOfRetired(places: WatchPlaces): WatchedCalls[] {
  return callsIn(places).filter(({ rule }) => rule !== "runs");
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html */
function store({ account, region }: WatchPlaces): WatchedCalls {
  const bucketNames = [bucketName(account, region)];
  return {
    rule: "store",
    calls: [
      {
        service: "s3",
        // Policy, lifecycle, replication, versioning, encryption, ownership, and whatever S3 adds to a bucket.
        names: [
          "PutBucket",
          "DeleteBucket",
          "PutObjectLockConfiguration",
          "PutPublicAccessBlock",
          "DeletePublicAccessBlock",
        ],
        on: { bucketName: bucketNames },
      },
      {
        service: "backup",
        names: ["PutBackupVault", "DeleteBackupVault"],
        on: { backupVaultName: [OURS] },
      },
    ],
    on: `the store or a vault of ${region}`,
    advice: `A policy, lifecycle, replication or lock that somebody else has set lets points be deleted or copies stop: if none of you did it, deploy site-${region} and links-${region} again, then npx zonekeep verify. ${DEPLOYMENT}`,
  };
}

/** What people compare keys with. https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-cloudtrail-logs.html */
function pins({ region }: WatchPlaces): WatchedCalls {
  const ours = [{ prefix: `${SIGNERS_PATH}/` }];
  return {
    rule: "pins",
    calls: [
      { service: "ssm", names: ["PutParameter", "DeleteParameter"], on: { name: ours } },
      { service: "ssm", names: ["DeleteParameters"], on: { names: ours } },
    ],
    region,
    on: `the pinned keys of ${region}`,
    advice: `Whoever compares keys with these parameters would believe another one: if none of you did it, npx zonekeep pin --check says what differs, and a deployment of site-${region} puts it back. ${DEPLOYMENT}`,
  };
}

function runs(places: WatchPlaces): WatchedCalls {
  const { region } = places;
  return {
    rule: "runs",
    calls: [
      {
        service: "states",
        names: ["UpdateStateMachine", "DeleteStateMachine"],
        on: { stateMachineArn: [stateMachineArn(places, region)] },
      },
      {
        service: "lambda",
        names: [
          "AddPermission",
          "CreateEventSourceMapping",
          "CreateFunctionUrlConfig",
          "DeleteFunction",
          "PutFunctionConcurrency",
          "UpdateFunctionCode",
          "UpdateFunctionConfiguration",
        ],
        // A name, or an ARN whole or in part, with a version or without.
        on: { functionName: [{ wildcard: `*zonekeep-${region}-*` }] },
      },
      {
        service: "lambda",
        names: ["PutResourcePolicy"],
        on: { resourceArn: [{ wildcard: `*:function:zonekeep-${region}-*` }] },
      },
      // Filters, retention, events that are deleted: what runs have said.
      {
        service: "logs",
        names: ["DeleteLog", "Put"],
        on: { logGroupName: [{ prefix: `/aws/lambda/zonekeep-${region}-` }] },
      },
      { service: "scheduler", names: ["UpdateSchedule", "DeleteSchedule"], on: { groupName: [OURS] } },
      { service: "scheduler", names: ["DeleteScheduleGroup"], on: { name: [OURS] } },
      {
        service: "sqs",
        names: ["DeleteQueue", "PurgeQueue", "SetQueueAttributes"],
        on: { queueUrl: [{ suffix: `/${deadLetterQueueName(region)}` }] },
      },
      // Told by the other rule as well: whoever disables one of them is told of by the other.
      ...ofRules(),
    ],
    region,
    on: `what runs in ${region}`,
    advice: `Runs may lie, sign what is not so, or end: if none of you did it, deploy site-${region} again and, where a runner was changed, replace its signing key; then npx zonekeep backup. ${DEPLOYMENT}`,
  };
}

function ofRules(): Calls[] {
  return [
    { service: "events", names: ["DisableRule", "DeleteRule", "PutRule"], on: { name: [OURS] } },
    { service: "events", names: ["RemoveTargets", "PutTargets"], on: { rule: [OURS] } },
  ];
}

/**
 * What would tell: trails, rules, alarms, topics. Of this region alone: what another one hands on is no word about this
 * one, and EventBridge hands nothing on twice.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html
 */
function guard({ region }: WatchPlaces): WatchedCalls {
  // Of this region, since all of these calls are; whole, the ARN would not leave room in a pattern.
  const topics = [{ wildcard: "arn:*:zonekeep-*" }];
  return {
    rule: "guard",
    calls: [
      // Any trail: which of them EventBridge hears by is not known here.
      { service: "cloudtrail", names: ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"] },
      ...ofRules(),
      // Any: without a name it is the default one. Under a key that is disabled then, rules match nothing more.
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
      { service: "events", names: ["UpdateEventBus"] },
      { service: "monitoring", names: ["DeleteAlarms", "DisableAlarmActions"], on: { alarmNames: [OURS] } },
      { service: "monitoring", names: ["PutMetricAlarm", "SetAlarmState"], on: { alarmName: [OURS] } },
      // What it counts would feed the alarms that miss a run. Who publishes directly (PutMetricData) CloudTrail tells to
      // trails that log data events alone.
      {
        service: "logs",
        names: ["PutMetricFilter"],
        on: { metricTransformations: { metricNamespace: [METRICS.namespace] } },
      },
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
      {
        service: "monitoring",
        names: ["PutAlarmMuteRule"],
        on: { muteTargets: { alarmNames: [OURS] } },
      },
      {
        service: "sns",
        names: ["AddPermission", "DeleteTopic", "RemovePermission", "SetTopicAttributes"],
        on: { topicArn: topics },
      },
      {
        service: "sns",
        names: ["SetSubscriptionAttributes", "Unsubscribe"],
        on: { subscriptionArn: topics },
      },
      // It can refuse messages for what they say, such as the address of who called.
      // https://docs.aws.amazon.com/sns/latest/dg/sns-message-data-protection-policies.html
      { service: "sns", names: ["PutDataProtectionPolicy"], on: { resourceArn: topics } },
    ],
    region,
    on: `what tells of ${region}`,
    advice: `From now on nobody may be told of anything there: if none of you did it, start the trail, deploy site-${region} again, and look at what was called since. ${DEPLOYMENT}`,
  };
}

/**
 * What another region's rule of the same name has handed on: nothing else that arrives here is of that region. It keeps
 * the region where it happened. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export function guardElsewhere(region: SiteId): WatchedCalls {
  return {
    rule: `guard-of-${region}`,
    calls: ["cloudtrail", "events", "logs", "monitoring", "sns"].map((service) => ({ service })),
    region,
    on: `what tells of ${region}`,
    advice: `Its own topic may be what is gone: if none of you did it, deploy site-${region} again, and look at what was called since. ${DEPLOYMENT}`,
  };
}

/**
 * Whoever takes the standby role reads every secret that is kept. STS tells where it was asked: a call by the STS of a
 * region without a site is not heard. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
function taken(places: WatchPlaces): WatchedCalls {
  return {
    rule: "taken",
    calls: [
      {
        service: "sts",
        names: ["AssumeRole"],
        on: {
          roleArn: [
            { wildcard: roleArn(places, "*", "restore") },
            { wildcard: roleArn(places, "*", "repair") },
          ],
        },
      },
    ],
    on: "a role that restores or repairs",
    named: "roleArn",
    advice:
      "Whoever restores can read every secret that is kept, and change functions: if none of you does so now, end its sessions (IAM: revoke active sessions).",
    reads: true,
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
function roles(): WatchedCalls {
  return {
    rule: "roles",
    calls: [
      {
        service: "iam",
        names: ["AttachRole", "DeleteRole", "DetachRole", "PutRole", "UpdateAssumeRolePolicy", "UpdateRole"],
        on: { roleName: [OURS] },
      },
      {
        service: "iam",
        names: ["CreatePolicyVersion", "DeletePolicy", "SetDefaultPolicyVersion"],
        on: { policyArn: [{ wildcard: "arn:*:iam::*:policy/zonekeep-*" }] },
      },
    ],
    on: "a role of zonekeep, or a policy that is attached to one, of whatever region",
    advice: `Runs may end, or somebody may read, write and sign what only they could: if none of you did it, deploy the stack of the role again, and replace the signing key where it is a summarise role. ${DEPLOYMENT}`,
  };
}
