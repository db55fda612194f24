import type { KindSpec } from "../spec.ts";
import { lambdaPace } from "./pace.ts";
import { captureReads, inventoryReads } from "./permissions.ts";
import { activationWrites, restoreWrites } from "./restore-permissions.ts";

const LAMBDA = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html";
const ECR =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html";
const CLOUDWATCH =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html";
const EC2 = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html";

export const lambdaSpec: KindSpec = {
  kind: "lambda",
  noun: ["function", "functions"],
  secretsName: "environment",
  home: "regional",
  source: "https://docs.aws.amazon.com/lambda/latest/api/Welcome.html",
  listedToFollow: false,
  idOf: ({ service, resource }) => {
    const [type, name] = resource.split(":");
    return service === "lambda" && type === "function" ? name : undefined;
  },
  written: {
    id: "NAME",
    arn: "arn:{partition}:lambda:{region}:{account}:function:NAME",
    parts: [{ letters: /[A-Za-z0-9_-]/, most: 64 }],
  },
  permissions: {
    inventory: inventoryReads,
    capture: captureReads,
    restore: restoreWrites,
    activate: activationWrites,
  },
  wildcardActions: {
    "cognito-idp:ListUserPools":
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html",
    "lambda:ListFunctions": LAMBDA,
    "tag:GetResources":
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonresourcegrouptaggingapi.html",
    "lambda:ListEventSourceMappings": LAMBDA,
    "lambda:CreateEventSourceMapping": LAMBDA,
    "lambda:GetAccountSettings": LAMBDA,
    "lambda:ListLayerVersions": LAMBDA,
    // A layer may be another account's; its own policy says who reads it.
    "lambda:GetLayerVersion": LAMBDA,
    // So may an image's repository.
    "ecr:BatchGetImage": ECR,
    "ecr:GetDownloadUrlForLayer": ECR,
    "ec2:DescribeSecurityGroups": EC2,
    "ec2:DescribeSubnets": EC2,
    "ec2:DescribeVpcs": EC2,
    "cloudwatch:GetMetricData": CLOUDWATCH,
  },
  passedTo: "lambda.amazonaws.com",
  pace: lambdaPace,
};
