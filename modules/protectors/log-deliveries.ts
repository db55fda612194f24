import { inRegion } from "./in-region.ts";

/**
 * What AWS asks of whoever makes, changes or deletes a thing whose logs it delivers. IAM knows no resource for these.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export const logDeliveries = inRegion(
  "logs",
  "CreateLogDelivery",
  "DeleteLogDelivery",
  "DescribeLogGroups",
  "DescribeResourcePolicies",
  "GetLogDelivery",
  "ListLogDeliveries",
  "PutResourcePolicy",
  "UpdateLogDelivery",
);
