import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import { keysVia } from "../keys-via.ts";
import { logDeliveries } from "../log-deliveries.ts";
import { serviceRoles } from "../service-roles.ts";
import type { KindSpec } from "../spec.ts";
import { pipeNamed } from "./arn.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgepipes.html";

const onPipes = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `pipes:${action}`,
    resources: ["arn:{partition}:pipes:{region}:{account}:pipe/*"],
  }));

const CONNECTIONS = "arn:{partition}:events:{region}:{account}:connection/*";

/** AWS asks for the destination's connection too. */
const destinations: Permission = {
  action: "events:DescribeApiDestination",
  resources: ["arn:{partition}:events:{region}:{account}:api-destination/*", CONNECTIONS],
};

/**
 * Filters and templates that a customer's key encrypts.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-pipes-cmkey.html
 */
const byPipes = (...actions: string[]): Permission[] => keysVia("pipes", ...actions);

const LOGS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html";

/**
 * What AWS asks of whoever makes or changes a pipe that logs. s3:PutBucketPolicy, of any bucket of the account, is not
 * among it: the plan says so.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-pipes-pipe.html
 */
const logging: readonly Permission[] = [
  ...logDeliveries,
  {
    action: "s3:GetBucketPolicy",
    resources: ["arn:{partition}:s3:::*"],
    condition: { StringEquals: { "aws:ResourceAccount": "{account}" } },
  },
  {
    action: "firehose:TagDeliveryStream",
    resources: ["arn:{partition}:firehose:{region}:{account}:deliverystream/*"],
  },
  serviceRoles({ "delivery.logs.amazonaws.com": "AWSServiceRoleForLogDelivery" }),
];

/** Pipes of EventBridge Pipes. Nothing here deletes one. */
export const pipeSpec: KindSpec = {
  kind: "pipe",
  noun: ["pipe", "pipes"],
  home: "regional",
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html",
  trigger: "pipes",
  // It reads and calls by a role of its own, and leaves no trace in what it calls.
  listedToFollow: true,
  idOf: ({ service, resource }) => (service === "pipes" ? pipeNamed(resource) : undefined),
  written: {
    id: "NAME",
    arn: "arn:{partition}:pipes:{region}:{account}:pipe/NAME",
    parts: [{ letters: /[A-Za-z0-9_.-]/, most: 64 }],
  },
  permissions: {
    // Its dead-letter queue no list shows.
    inventory: [...inRegion("pipes", "ListPipes"), ...onPipes("DescribePipe"), ...byPipes("Decrypt")],
    capture: [...onPipes("DescribePipe"), ...byPipes("Decrypt")],
    restore: [
      ...onPipes("CreatePipe", "UpdatePipe", "TagResource", "DescribePipe"),
      destinations,
      { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
      {
        action: "lambda:GetFunctionConfiguration",
        resources: ["arn:{partition}:lambda:{region}:{account}:function:*"],
      },
      { action: "sqs:GetQueueUrl", resources: ["arn:{partition}:sqs:{region}:{account}:*"] },
      ...byPipes("Decrypt", "GenerateDataKey"),
      ...logging,
    ],
    activate: [
      ...onPipes("StartPipe", "StopPipe", "DescribePipe"),
      // A pipe waits for the secret of a connection that it calls by.
      destinations,
      { action: "events:DescribeConnection", resources: [CONNECTIONS] },
      ...byPipes("Decrypt"),
    ],
  },
  wildcardActions: {
    "pipes:ListPipes": ACTIONS,
    ...Object.fromEntries(logDeliveries.map(({ action }) => [action, LOGS])),
  },
  passedTo: "pipes.amazonaws.com",
  pace: {
    // AWS states no rate for Pipes.
    budget: "Pipes reads",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
    // For its dead-letter queue, and for its capture.
    perThing: () => 2,
    perPage: () => 1,
    pageSize: 100,
  },
};
