import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { PutBucketPolicyCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateStateMachineCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "vitest";
import { type Aws, fresh, HOME, makeBucket, makeFunction, makeRole, required, zip } from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT } from "./servers.ts";

/** The ARN of a role that trusts `principal`, and may do `actions` on everything. */
async function makeTrusting(
  { iam }: Aws,
  Principal: object,
  Condition: object = {},
  actions: readonly string[] = [],
): Promise<string> {
  const RoleName = fresh("role");
  const trust = { Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  if (actions.length > 0) {
    const may = { Effect: "Allow", Action: actions, Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [may] });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "may", PolicyDocument }));
  }
  return required(Role?.Arn);
}

const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const STATES = { Service: "states.amazonaws.com" };

/** What a client needs to call as a role. */
async function as(aws: Aws, RoleArn: string) {
  const { Credentials } = await aws.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "test" }));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = required(Credentials);
  return {
    endpoint: aws.endpoint,
    region: HOME,
    maxAttempts: 1,
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    },
  };
}

const ofBucket = (Role: string, S3Bucket: string) =>
  new CreateFunctionCommand({
    FunctionName: fresh("fn"),
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Role,
    Code: { S3Bucket, S3Key: "code.zip" },
  });

/** A bucket with a package in it. */
async function makePackage(aws: Aws, more: object = {}): Promise<string> {
  const Bucket = await makeBucket(aws.s3);
  const Body = zip({ "index.js": "exports.handler = async () => 1;" });
  await aws.s3.send(new PutObjectCommand({ Bucket, Key: "code.zip", Body, ...more }));
  return Bucket;
}

const probes: readonly Probe[] = [
  {
    says: "a role is assumed by those alone whom it trusts, and where its conditions hold",
    holds: async (aws) => {
      const [writer, stranger] = [await makeTrusting(aws, ROOT), await makeTrusting(aws, ROOT)];
      const RoleArn = await makeTrusting(aws, ROOT, { ArnEquals: { "aws:PrincipalArn": [writer] } });
      const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: "zone" });
      await new STSClient(await as(aws, writer)).send(assume);
      await expect(new STSClient(await as(aws, stranger)).send(assume)).rejects.toMatchObject({
        name: "AccessDenied",
        message: expect.stringContaining(`sts:AssumeRole on resource: ${RoleArn}`),
      });
    },
  },
  {
    says: "a function's role trusts Lambda",
    holds: async (aws) => {
      const Role = await makeRole(aws, "ec2.amazonaws.com");
      await expect(makeFunction(aws, "", { Role })).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: "The role defined for the function cannot be assumed by Lambda.",
      });
      const elsewhere = { StringEquals: { "aws:SourceAccount": "210987654321" } };
      const other = await makeTrusting(aws, { Service: "lambda.amazonaws.com" }, elsewhere);
      await expect(makeFunction(aws, "", { Role: other })).rejects.toThrow("cannot be assumed by Lambda");
    },
  },
  {
    says: "a machine runs only under a role that trusts it by its own name",
    holds: async (aws) => {
      const name = fresh("machine");
      const machine = `arn:aws:states:${HOME}:${ACCOUNT}:stateMachine:${name}`;
      const start = async (source: string) => {
        const condition = { ArnLike: { "aws:SourceArn": [source, `${source}/*`] } };
        const { stateMachineArn } = await aws.sfn.send(
          new CreateStateMachineCommand({
            name: source === machine ? name : fresh("machine"),
            roleArn: await makeTrusting(aws, STATES, condition),
            definition: JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } }),
          }),
        );
        return aws.sfn.send(new StartExecutionCommand({ stateMachineArn }));
      };
      await start(machine);
      await expect(start(`${machine}-of-somebody-else`)).rejects.toMatchObject({
        name: "AccessDeniedException",
        message: expect.stringContaining("is authorized to assume the provided role"),
      });
    },
  },
  {
    says: "code in a bucket is read by whoever makes the function, where its policies let them",
    holds: async (aws) => {
      const Role = await makeRole(aws);
      const Bucket = await makePackage(aws);
      const reader = await makeTrusting(aws, ROOT, {}, ["lambda:*", "s3:GetObject", "iam:PassRole"]);
      const blind = await makeTrusting(aws, ROOT, {}, ["lambda:*", "iam:PassRole"]);
      const refused = { name: "AccessDeniedException", message: expect.stringContaining("GetObject for") };
      await new LambdaClient(await as(aws, reader)).send(ofBucket(Role, Bucket));
      await expect(new LambdaClient(await as(aws, blind)).send(ofBucket(Role, Bucket))).rejects.toMatchObject(
        refused,
      );
      const deny = {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${Bucket}/*`,
      };
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [deny] });
      await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      await expect(aws.lambda.send(ofBucket(Role, Bucket))).rejects.toMatchObject(refused);
    },
  },
  {
    says: "code under a key that is disabled makes no function",
    holds: async (aws) => {
      const Role = await makeRole(aws);
      const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({}));
      const SSEKMSKeyId = required(KeyMetadata?.Arn);
      const Bucket = await makePackage(aws, { ServerSideEncryption: "aws:kms", SSEKMSKeyId });
      await aws.lambda.send(ofBucket(Role, Bucket));
      await aws.kms.send(new DisableKeyCommand({ KeyId: SSEKMSKeyId }));
      await expect(aws.lambda.send(ofBucket(Role, Bucket))).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: expect.stringContaining("S3 Error Code: KMS.DisabledException"),
      });
    },
  },
  {
    says: "what a role's own policies deny of a function, its sessions cannot do, and everything else they can",
    holds: async (aws) => {
      const [theirs, other] = [await makeFunction(aws, "exports.handler = async () => 1;"), fresh("other")];
      const RoleArn = await makeTrusting(aws, ROOT, {}, ["lambda:*"]);
      const denied = {
        Effect: "Deny",
        Action: ["lambda:Put*"],
        Resource: [`arn:aws:lambda:*:*:function:${theirs}`],
      };
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [denied] });
      const RoleName = RoleArn.split("/")[1];
      await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "not", PolicyDocument }));
      const lambda = new LambdaClient(await as(aws, RoleArn));
      const stop = (FunctionName: string) =>
        lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
      await expect(stop(theirs)).rejects.toMatchObject({
        name: "AccessDeniedException",
        message: expect.stringContaining(
          `is not authorized to perform: lambda:PutFunctionConcurrency on resource: arn:aws:lambda:${HOME}:${ACCOUNT}:function:${theirs} with an explicit deny`,
        ),
      });
      await expect(stop(other)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
      await lambda.send(new InvokeCommand({ FunctionName: theirs }));
    },
  },
  {
    says: "an attached policy denies as its default version does, and no other one",
    holds: async (aws) => {
      const [theirs, other] = [fresh("theirs"), fresh("other")];
      const RoleArn = await makeTrusting(aws, ROOT, {}, ["lambda:*"]);
      const denying = (name: string): string =>
        JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Deny", Action: ["lambda:Put*"], Resource: [`arn:aws:lambda:*:*:function:${name}`] },
          ],
        });
      const made = await aws.iam.send(
        new CreatePolicyCommand({ PolicyName: fresh("not"), PolicyDocument: denying(other) }),
      );
      const PolicyArn = required(made.Policy?.Arn);
      await aws.iam.send(new AttachRolePolicyCommand({ RoleName: RoleArn.split("/")[1], PolicyArn }));
      const PolicyDocument = denying(theirs);
      await aws.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
      const lambda = new LambdaClient(await as(aws, RoleArn));
      const stop = (FunctionName: string) =>
        lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
      await expect(stop(theirs)).rejects.toMatchObject({ name: "AccessDeniedException" });
      await expect(stop(other)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    },
  },
  {
    says: "a policy that asks for TLS refuses a call that says it came without",
    holds: async (aws) => {
      const Bucket = await makePackage(aws);
      const deny = {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      };
      const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [deny] });
      await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      const ask = async (headers: Record<string, string>) => {
        const scope = `sandbox/20260101/${HOME}/s3/aws4_request`;
        const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
        const at = `${aws.endpoint}/${Bucket}/code.zip`;
        return (await fetch(at, { headers: { ...headers, authorization } })).status;
      };
      expect(await ask({})).toBe(200);
      expect(await ask({ "x-sandbox-transport": "plain" })).toBe(403);
    },
  },
  {
    says: "an asynchronous event holds a mebibyte",
    holds: async (aws) => {
      const FunctionName = await makeFunction(aws, "exports.handler = async () => 1;");
      const send = (size: number) =>
        aws.lambda.send(
          new InvokeCommand({
            FunctionName,
            InvocationType: "Event",
            Payload: JSON.stringify("x".repeat(size - 2)),
          }),
        );
      await send(1_048_576);
      await expect(send(1_048_577)).rejects.toMatchObject({ name: "RequestTooLargeException" });
    },
  },
];

probeBoth(probes);
