import type { SiteId } from "../../policy/policy.ts";
import {
  bucketArn,
  bucketName,
  deadLetterQueueArn,
  functionArn,
  type NameScope,
  RUNNERS,
  stateMachineArn,
  stateMachineName,
  topicArn,
  WORK_PREFIX,
} from "../names.ts";
import { allow, type Statement } from "./statement.ts";

export interface StatesPlaces extends NameScope {
  readonly region: SiteId;
  /** ARN of the region's key. */
  readonly key: string;
}

/**
 * What the state machine does itself: invoke the runners, read the item list and write the map's result, start
 * and follow the map's child runs, queue what failed, tell people.
 * https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function statesStatements({ region, key, ...scope }: StatesPlaces): Statement[] {
  const work = `${bucketArn(scope, bucketName(scope.account, region))}/${WORK_PREFIX}*`;
  const executions = `arn:${scope.partition}:states:${region}:${scope.account}:execution:${stateMachineName(region)}`;
  return [
    allow(
      ["lambda:InvokeFunction"],
      RUNNERS.map((runner) => functionArn(scope, region, runner)),
    ),
    allow(["s3:GetObject", "s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"], [work]),
    allow(["states:StartExecution"], [stateMachineArn(scope, region)]),
    allow(["states:DescribeExecution", "states:StopExecution"], [`${executions}:*`, `${executions}/*`]),
    allow(["sqs:SendMessage"], [deadLetterQueueArn(scope, region)]),
    allow(["sns:Publish"], [topicArn(scope, region, region)]),
    allow(["kms:GenerateDataKey", "kms:Decrypt"], [key]),
  ];
}
