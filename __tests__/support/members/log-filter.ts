import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

export const members: Members = {
  ignored: {
    "DescribeIndexPolicies.indexPolicies[].logGroupIdentifier": OWN,
    "DescribeIndexPolicies.indexPolicies[].policyName":
      "of policies of the account, which are not the group's",
    "DescribeLogGroups.logGroups[].metricFilterCount": "the filters themselves are listed",
    "DescribeLogGroups.logGroups[].arn": "the same as logGroupArn, with a star behind it",
    "DescribeLogGroups.logGroups[].storedBytes": "of log events, which are no part of the point",
    "DescribeLogGroups.logGroups[].inheritedProperties[]": "what the account's policies give every group",
    "DescribeMetricFilters.metricFilters[].logGroupName": OWN,
    "DescribeSubscriptionFilters.subscriptionFilters[].logGroupName": OWN,
    "GetDataProtectionPolicy.logGroupIdentifier": OWN,
    "GetTransformer.logGroupIdentifier": OWN,
  },
  unsent: { "AssociateKmsKey.resourceIdentifier": "logGroupName says which" },
};
