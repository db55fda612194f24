import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { CopyObjectCommand, CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FAKE_CREDENTIALS } from "../../../sandbox/environment.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/sandbox.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.stop();
});

const client = () => ({ region: "us-east-1", endpoint: sandbox.endpoint, credentials: FAKE_CREDENTIALS });

test("calls of every protocol are recorded with what they are about and who made them", async () => {
  const s3 = new S3Client({ ...client(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "orders" }));
  await s3.send(new PutObjectCommand({ Bucket: "orders", Key: "a/b c", Body: "bytes" }));
  await s3.send(new CopyObjectCommand({ Bucket: "orders", Key: "copy", CopySource: "orders/a/b%20c" }));
  await new SchedulerClient(client()).send(new ListSchedulesCommand({}));
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "123456789012" } };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const created = await new IAMClient(client()).send(
    new CreateRoleCommand({ RoleName: "reader", AssumeRolePolicyDocument }),
  );
  const RoleArn = created.Role?.Arn ?? "";
  const { Credentials } = await new STSClient(client()).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "drill" }),
  );
  const session = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  await new LambdaClient({ ...client(), credentials: session }).send(new ListFunctionsCommand({}));

  const root = "arn:aws:iam::123456789012:root";
  const drill = "arn:aws:sts::123456789012:assumed-role/reader/drill";
  const calls = await sandbox.calls();
  expect(calls.map(({ service, action, resource, caller }) => [service, action, resource, caller])).toEqual([
    ["s3", "CreateBucket", "orders", root],
    ["s3", "PutObject", "orders/a/b c", root],
    ["s3", "CopyObject", "orders/copy", root],
    ["scheduler", "ListSchedules", undefined, root],
    ["iam", "CreateRole", "reader", root],
    ["sts", "AssumeRole", "arn:aws:iam::123456789012:role/reader", root],
    ["lambda", "ListFunctions", undefined, drill],
  ]);
  expect(
    calls.every(({ region, status, by }) => region === "us-east-1" && status === 200 && by === "aws"),
  ).toBe(true);
});

test("with us-east-1 cut off, roles that stand can be assumed elsewhere, and none can be made", async () => {
  await sandbox.cut("us-east-1");
  const elsewhere = { ...client(), region: "eu-west-1", maxAttempts: 1 };
  const assumed = await new STSClient(elsewhere).send(
    new AssumeRoleCommand({ RoleArn: "arn:aws:iam::123456789012:role/reader", RoleSessionName: "restore" }),
  );
  expect(assumed.AssumedRoleUser?.Arn).toBe("arn:aws:sts::123456789012:assumed-role/reader/restore");
  await expect(
    new IAMClient(elsewhere).send(
      new CreateRoleCommand({ RoleName: "late", AssumeRolePolicyDocument: "{}" }),
    ),
  ).rejects.toMatchObject({ name: "ServiceUnavailable" });
  await expect(
    new LambdaClient({ ...client(), maxAttempts: 1 }).send(new ListFunctionsCommand({})),
  ).rejects.toThrow("socket hang up");
  await new LambdaClient(elsewhere).send(new ListFunctionsCommand({}));
  await sandbox.heal("us-east-1");
});
