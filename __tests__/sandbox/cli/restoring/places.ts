import { ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { storeLocation } from "../../../../modules/aws/backup-request.ts";
import { sourcePrefix } from "../../../../modules/recovery/layout.ts";
import { S3Store } from "../../../../modules/store/s3-store.ts";
import { FAKE_CREDENTIALS } from "../../../../sandbox/environment.ts";
import type { Sandbox } from "../../../../sandbox/sandbox.ts";

export const SCOPE = { account: "123456789012", partition: "aws" };
export const [EAST, WEST] = ["us-east-1", "eu-west-1"] as const;
export const NAME = "orders-quote";
/** Of a container image. */
export const IMAGE = "orders-render";
export const REPOSITORY = "shop/render";
export const bucketIn = (region: string): string => `quotes-${region}`;
export const functionIn = (region: string): string =>
  `arn:aws:lambda:${region}:${SCOPE.account}:function:${NAME}`;
export const queueIn = (region: string, name: string): string =>
  `arn:aws:sqs:${region}:${SCOPE.account}:${name}`;
/** Whole seconds: what a run's id holds of it. Of today, since a summary of an older run is told to be late. */
export const BEGAN = new Date(Math.floor(Date.now() / 1000) * 1000 - 120_000);

/** An id of a run that began then. */
export function runAt(began: Date, ending: string): string {
  return `${began.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z-${ending}`;
}

export const RUN = runAt(BEGAN, "0000000a");
export const prefix = sourcePrefix(SCOPE.account, EAST);

export function clientsOf(sandbox: Sandbox, region: string) {
  const config = { endpoint: sandbox.endpoint, region, credentials: FAKE_CREDENTIALS };
  return {
    lambda: new LambdaClient(config),
    ecr: new ECRClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    kms: new KMSClient(config),
    sqs: new SQSClient(config),
    iam: new IAMClient(config),
  };
}

export function storeOf(sandbox: Sandbox, region: string): S3Store {
  return new S3Store({
    client: clientsOf(sandbox, region).s3,
    location: storeLocation(SCOPE, region, region),
    lock: "GOVERNANCE",
  });
}
