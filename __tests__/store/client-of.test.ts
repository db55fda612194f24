import { Readable } from "node:stream";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  AddPermissionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { failureText } from "../../modules/core/error-text.ts";
import { failedCallOf } from "../../modules/core/failed-call.ts";
import { clientOf } from "../../modules/store/client-of.ts";

/** Clients that refuse every call before it leaves. */
const client = clientOf({
  region: "eu-west-1",
  maxAttempts: 1,
  requestHandler: {
    handle: () => Promise.reject(Object.assign(new Error("no"), { name: "AccessDenied" })),
  },
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
});

async function refused(send: () => Promise<unknown>): Promise<unknown> {
  return send().then(
    () => undefined,
    (error: unknown) => error,
  );
}

test("there is one client for each class", () => {
  expect(client(S3Client)).toBe(client(S3Client));
  expect(client(S3Client)).not.toBe(client(LambdaClient));
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    "an object",
    () => client(S3Client).send(new GetObjectCommand({ Bucket: "b", Key: "points/x.json" })),
    "s3:GetObject of s3://b/points/x.json in eu-west-1: AccessDenied: no",
  ],
  [
    "a prefix",
    () => client(S3Client).send(new ListObjectsV2Command({ Bucket: "b", Prefix: "points/" })),
    "s3:ListObjectsV2 of s3://b/points/ in eu-west-1: AccessDenied: no",
  ],
  [
    "nothing in particular",
    () => client(S3Client).send(new ListBucketsCommand()),
    "s3:ListBuckets in eu-west-1: AccessDenied: no",
  ],
  [
    "a function",
    () => client(LambdaClient).send(new GetFunctionCommand({ FunctionName: "orders" })),
    "lambda:GetFunction of orders in eu-west-1: AccessDenied: no",
  ],
  [
    "a queue, without its address",
    () =>
      client(SQSClient).send(
        new GetQueueAttributesCommand({
          QueueUrl: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders.fifo",
        }),
      ),
    "sqs:GetQueueAttributes of orders.fifo in eu-west-1: AccessDenied: no",
  ],
  [
    "a queue by its name",
    () => client(SQSClient).send(new GetQueueUrlCommand({ QueueName: "orders.fifo" })),
    "sqs:GetQueueUrl of orders.fifo in eu-west-1: AccessDenied: no",
  ],
  [
    "a key",
    () => client(KMSClient).send(new EncryptCommand({ KeyId: "alias/k", Plaintext: Buffer.from("secret") })),
    "kms:Encrypt of alias/k in eu-west-1: AccessDenied: no",
  ],
  [
    "an execution",
    () => client(SFNClient).send(new DescribeExecutionCommand({ executionArn: "arn:x" })),
    "states:DescribeExecution of arn:x in eu-west-1: AccessDenied: no",
  ],
  [
    "a role",
    () => client(STSClient).send(new AssumeRoleCommand({ RoleArn: "arn:role", RoleSessionName: "session" })),
    "sts:AssumeRole of arn:role in eu-west-1: AccessDenied: no",
  ],
])("an error of a call about %s names the call and that", async (_what, send, text) => {
  expect(failureText(await refused(send))).toBe(text);
});

test("a service is called as its IAM actions are, which is how clients sign but for CloudWatch", async () => {
  const called = (Class: new (configuration: { readonly region: string }) => unknown): string | undefined =>
    (client(Class) as { config: { defaultSigningName?: string } }).config.defaultSigningName;
  expect(
    [LambdaClient, S3Client, KMSClient, SQSClient, IAMClient, SFNClient, STSClient, EC2Client].map(called),
  ).toEqual(["lambda", "s3", "kms", "sqs", "iam", "states", "sts", "ec2"]);
  expect(called(CloudWatchClient)).toBe("monitoring");
  const put = new PutMetricDataCommand({ Namespace: "zonekeep", MetricData: [] });
  expect(failedCallOf(await refused(() => client(CloudWatchClient).send(put)))?.service).toBe("cloudwatch");
});

test("an error that passes through a second client keeps its first call", async () => {
  const error = await refused(() => client(LambdaClient).send(new ListFunctionsCommand()));
  expect(failedCallOf(error)).toEqual({ service: "lambda", operation: "ListFunctions", region: "eu-west-1" });
});

test("a service that repeats what it was sent, or what it answered before, repeats it to nobody", async () => {
  const said = { name: "InvalidParameterValueException", text: "" };
  const answers = [{ Environment: { Variables: { OLD: "s3cret-of-\nyesterday" } } }];
  const echoing = clientOf({
    region: "eu-west-1",
    maxAttempts: 1,
    requestHandler: {
      handle: () => {
        const answer = answers.shift();
        if (answer === undefined)
          return Promise.reject(Object.assign(new Error(said.text), { name: said.name }));
        const body = Readable.from([Buffer.from(JSON.stringify(answer))]);
        return Promise.resolve({ response: { statusCode: 200, headers: {}, body } });
      },
    },
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  await echoing(LambdaClient).send(new GetFunctionConfigurationCommand({ FunctionName: "orders" }));
  const update = new UpdateFunctionConfigurationCommand({
    FunctionName: "orders",
    Environment: { Variables: { TOKEN: 'hunter2 "quoted"' } },
  });
  said.text = 'Value {"TOKEN":"hunter2 \\"quoted\\"","OLD":"s3cret-of-\\nyesterday"} is wrong';
  expect(failureText(await refused(() => echoing(LambdaClient).send(update)))).toBe(
    'lambda:UpdateFunctionConfiguration of orders in eu-west-1: InvalidParameterValueException: Value {"TOKEN":"***","OLD":"***"} is wrong',
  );
  const policy = new AddPermissionCommand({
    FunctionName: "orders",
    StatementId: "s",
    Action: "a",
    Principal: "p",
  });
  said.text = "hunter2%20%22quoted%22 is no principal";
  expect(failureText(await refused(() => echoing(LambdaClient).send(policy)))).toBe(
    "lambda:AddPermission of orders in eu-west-1: InvalidParameterValueException: *** is no principal",
  );
});
