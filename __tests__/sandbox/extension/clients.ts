import { randomBytes } from "node:crypto";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { CreateFunctionCommand, type CreateFunctionCommandInput, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { strToU8, zipSync } from "fflate";
import { ACCOUNT } from "./servers.ts";

export const HOME = "us-east-1";
export const AWAY = "eu-west-1";

/** Clients of one embedded AWS, and what most probes need of it. */
export interface Aws {
  readonly endpoint: string;
  /** Milliseconds to wait for what happens in its own time. */
  readonly patience: number;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly s3Away: S3Client;
  readonly kms: KMSClient;
  readonly kmsAway: KMSClient;
  readonly sfn: SFNClient;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

export function clients(endpoint: string, patience = 20_000): Aws {
  const at = (region: string) => ({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
  });
  const s3 = (region: string) =>
    new S3Client({ ...at(region), forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" });
  return {
    endpoint,
    patience,
    lambda: new LambdaClient(at(HOME)),
    s3: s3(HOME),
    s3Away: s3(AWAY),
    kms: new KMSClient(at(HOME)),
    kmsAway: new KMSClient(at(AWAY)),
    sfn: new SFNClient(at(HOME)),
    sqs: new SQSClient(at(HOME)),
    sns: new SNSClient(at(HOME)),
    iam: new IAMClient(at(HOME)),
    sts: new STSClient(at(HOME)),
  };
}

/** A name nothing else has. */
export const fresh = (stem: string): string => `${stem}-${randomBytes(4).toString("hex")}`;

export const zip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

/** Its ARN. */
export async function makeRole({ iam }: Aws, service = "lambda.amazonaws.com"): Promise<string> {
  const statement = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: fresh("role"),
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    }),
  );
  return required(Role?.Arn);
}

/** The ARN of a role that may read what mappings read: Lambda asks before it makes one. */
export async function makeReader(aws: Aws): Promise<string> {
  const role = await makeRole(aws);
  const reads = { Effect: "Allow", Action: ["sqs:*", "kinesis:*", "dynamodb:*"], Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [reads] });
  const RoleName = required(role.split("/").at(-1));
  await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "reads", PolicyDocument }));
  return role;
}

/** The function's name. */
export async function makeFunction(
  aws: Aws,
  code: string,
  more: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  const name = fresh("fn");
  await aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: await makeReader(aws),
      Code: { ZipFile: zip({ "index.js": code }) },
      ...more,
    }),
  );
  return name;
}

/** A queue's address and ARN. */
export async function makeQueue({ sqs }: Aws): Promise<{ url: string; arn: string }> {
  const name = fresh("queue");
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  return { url: required(QueueUrl), arn: `arn:aws:sqs:${HOME}:${ACCOUNT}:${name}` };
}

/** The name of a bucket with versions. */
export async function makeBucket(s3: S3Client, options: { lock?: boolean } = {}): Promise<string> {
  const name = fresh("bucket");
  const region = await s3.config.region();
  await s3.send(
    new CreateBucketCommand({
      Bucket: name,
      ObjectLockEnabledForBucket: options.lock ?? false,
      ...(region === AWAY && { CreateBucketConfiguration: { LocationConstraint: AWAY } }),
    }),
  );
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: "Enabled" } }),
  );
  return name;
}

export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the answer lacks a field that AWS always gives");
  return value;
}

/** Asks again until the answer is there, for what AWS does in its own time. */
export async function eventually<T>({ patience }: Aws, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
