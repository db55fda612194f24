const LAMBDA = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html";
const EC2 = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html";

/**
 * Actions that a role of ours may do on more than this account's own resources, and where AWS says that there
 * is nothing narrower to name. Anything else on `*` is a mistake.
 */
export const WITHOUT_RESOURCE_LEVEL: Readonly<Record<string, string>> = {
  "lambda:ListFunctions": LAMBDA,
  "lambda:ListEventSourceMappings": LAMBDA,
  "lambda:CreateEventSourceMapping": LAMBDA,
  "lambda:ListLayerVersions": LAMBDA,
  // A layer may be another account's; its own policy says who reads it.
  "lambda:GetLayerVersion": LAMBDA,
  "ec2:DescribeSecurityGroups": EC2,
  "ec2:DescribeSubnets": EC2,
  "ec2:DescribeVpcs": EC2,
  "s3:ListAllMyBuckets":
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html",
  "cloudwatch:PutMetricData":
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html",
};
