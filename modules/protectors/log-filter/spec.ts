import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html";

const onGroups = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `logs:${action}`,
    // With and without the `:*` that stands for its streams.
    resources: ["arn:{partition}:logs:{region}:{account}:log-group:*"],
  }));

const filters = onGroups("DescribeSubscriptionFilters");
const reads = [
  ...onGroups(
    "DescribeLogGroups",
    "DescribeMetricFilters",
    "ListTagsForResource",
    "GetDataProtectionPolicy",
    "DescribeIndexPolicies",
    "GetTransformer",
  ),
  ...filters,
];

/** Log groups with their filters. Nothing here reads a log event or writes one, and nothing deletes a group; a filter is deleted by a disarm alone. */
export const logFilterSpec: KindSpec = {
  kind: "log-filter",
  noun: ["log group", "log groups"],
  home: "regional",
  source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  trigger: "logs",
  // A function's policy names the groups that call it, and filters are listed group by group.
  listedToFollow: false,
  idOf: ({ service, resource }) =>
    service === "logs" ? /^log-group:([.\-_/#A-Za-z0-9]+)(:\*)?$/.exec(resource)?.[1] : undefined,
  written: {
    id: "GROUP",
    arn: "arn:{partition}:logs:{region}:{account}:log-group:GROUP",
    parts: [{ letters: /[A-Za-z0-9_.#/-]/, most: 512 }],
  },
  permissions: {
    inventory: onGroups("DescribeLogGroups"),
    capture: reads,
    restore: [
      ...onGroups(
        "CreateLogGroup",
        "PutRetentionPolicy",
        "DeleteRetentionPolicy",
        "AssociateKmsKey",
        "PutLogGroupDeletionProtection",
        "PutBearerTokenAuthentication",
        "PutDataProtectionPolicy",
        "PutIndexPolicy",
        "PutTransformer",
        "PutMetricFilter",
        "TagResource",
        "UntagResource",
      ),
      ...reads,
      { action: "iam:GetRole", resources: ["arn:{partition}:iam::{account}:role/*"] },
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
      // Asked of who puts a data protection policy whose findings go somewhere.
      ...inRegion("logs", "CreateLogDelivery"),
    ],
    activate: [
      ...onGroups("DeleteSubscriptionFilter"),
      {
        action: "logs:PutSubscriptionFilter",
        resources: [
          "arn:{partition}:logs:{region}:{account}:log-group:*",
          // Of this account alone: a stolen role must not hand a group's events to a stranger.
          "arn:{partition}:logs:{region}:{account}:destination:*",
        ],
      },
      ...filters,
    ],
  },
  wildcardActions: { "logs:CreateLogDelivery": ACTIONS },
  passedTo: "logs.amazonaws.com",
  pace: {
    // Each call has a rate of its own, of five a second but for the list of groups.
    budget: "CloudWatch Logs reads",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html",
    perSecond: 5,
    // Each of them twice.
    perThing: () => 2,
    perPage: () => 1,
    pageSize: 50,
  },
};
