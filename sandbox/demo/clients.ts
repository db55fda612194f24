import { EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { FAKE_CREDENTIALS } from "../environment.ts";
import { type EstatePlace, placeIn } from "../neighbours/place.ts";

/** What the sample workload is made and looked at with, in one region of the sandbox. */
export interface DemoClients extends EstatePlace {
  readonly endpoint: string;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly sns: SNSClient;
  readonly events: EventBridgeClient;
  readonly scheduler: SchedulerClient;
}

export function demoClients(endpoint: string, region: string): DemoClients {
  const config = { endpoint, region, credentials: FAKE_CREDENTIALS };
  return {
    ...placeIn(endpoint, region),
    endpoint,
    lambda: new LambdaClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sqs: new SQSClient(config),
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    sns: new SNSClient(config),
    events: new EventBridgeClient(config),
    scheduler: new SchedulerClient(config),
  };
}
