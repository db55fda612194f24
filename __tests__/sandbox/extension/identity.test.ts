import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyRotationStatusCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "vitest";
import {
  AWAY,
  type Aws,
  fresh,
  HOME,
  makeBucket,
  makeFunction,
  makeQueue,
  makeRole,
  required,
} from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT } from "./servers.ts";

const GHOST = `arn:aws:iam::${ACCOUNT}:role/nobody`;

const policyFor = (principal: unknown, Resource = "*"): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "*", Resource }],
  });

async function makeKey({ kms }: Aws): Promise<{ id: string; arn: string }> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  return { id: required(KeyMetadata?.KeyId), arn: required(KeyMetadata?.Arn) };
}

/** Whom the embedded AWS takes the bearer of an access key for. */
async function seenAs({ endpoint }: Aws, accessKey: string | undefined): Promise<string | null> {
  const scope = `${required(accessKey)}/20260101/${HOME}/s3/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  return (await fetch(endpoint, { headers: { authorization } })).headers.get("x-sandbox-caller");
}

/** One call, without the SDK's client for that service. */
async function call(
  { endpoint }: Aws,
  service: string,
  request: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${endpoint}${request.path ?? "/"}`, {
    method: request.method ?? "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=sandbox/20260101/${HOME}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...request.headers,
    },
    ...(request.body !== undefined && { body: request.body }),
  });
  return { status: response.status, text: await response.text() };
}

const probes: readonly Probe[] = [
  {
    says: "each answer names its caller: role session, user, or root for any other key",
    holds: async (aws) => {
      const role = await makeRole(aws);
      const { Credentials } = await aws.sts.send(
        new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "me" }),
      );
      const { User } = await aws.iam.send(new CreateUserCommand({ UserName: fresh("user") }));
      const { AccessKey } = await aws.iam.send(new CreateAccessKeyCommand({ UserName: User?.UserName }));
      expect(await seenAs(aws, Credentials?.AccessKeyId)).toBe(
        `arn:aws:sts::${ACCOUNT}:assumed-role/${role.split("/").at(-1)}/me`,
      );
      expect(await seenAs(aws, AccessKey?.AccessKeyId)).toBe(User?.Arn);
      expect(await seenAs(aws, "sandbox")).toBe(`arn:aws:iam::${ACCOUNT}:root`);
    },
  },
  {
    says: "an unknown key is the account's root",
    holds: async (aws) => {
      const { Arn } = await aws.sts.send(new GetCallerIdentityCommand({}));
      expect(Arn).toBe(`arn:aws:iam::${ACCOUNT}:root`);
    },
  },
  {
    says: "a trust policy with a role that does not exist is refused",
    holds: async (aws) => {
      const trust = (principal: unknown) =>
        aws.iam.send(
          new CreateRoleCommand({
            RoleName: fresh("role"),
            AssumeRolePolicyDocument: JSON.stringify({
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
            }),
          }),
        );
      await trust({ AWS: [`arn:aws:iam::${ACCOUNT}:root`, await makeRole(aws)] });
      await expect(trust({ AWS: GHOST })).rejects.toMatchObject({
        name: "MalformedPolicyDocumentException",
        message: expect.stringContaining("Invalid principal in policy"),
      });
    },
  },
  {
    says: "a bucket policy with a role that does not exist is refused",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      const put = (principal: unknown) =>
        aws.s3.send(
          new PutBucketPolicyCommand({ Bucket, Policy: policyFor(principal, `arn:aws:s3:::${Bucket}`) }),
        );
      await put("*");
      await expect(put({ AWS: GHOST })).rejects.toMatchObject({ name: "MalformedPolicy" });
    },
  },
  {
    says: "a key policy with a role that does not exist is refused",
    holds: async (aws) => {
      const refusal = { name: "MalformedPolicyDocumentException" };
      await aws.kms.send(
        new CreateKeyCommand({ Policy: policyFor({ AWS: `arn:aws:iam::${ACCOUNT}:root` }) }),
      );
      await expect(
        aws.kms.send(new CreateKeyCommand({ Policy: policyFor({ AWS: GHOST }) })),
      ).rejects.toMatchObject(refusal);
      const put = new PutKeyPolicyCommand({
        KeyId: (await makeKey(aws)).id,
        Policy: policyFor({ AWS: GHOST }),
      });
      await expect(aws.kms.send(put)).rejects.toMatchObject(refusal);
    },
  },
  {
    says: "a queue's and a topic's policy with a role that does not exist is refused",
    holds: async (aws) => {
      const { url } = await makeQueue(aws);
      const Policy = policyFor({ AWS: GHOST });
      await expect(
        aws.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } })),
      ).rejects.toMatchObject({ name: "InvalidAttributeValue" });
      await expect(
        aws.sqs.send(new CreateQueueCommand({ QueueName: fresh("queue"), Attributes: { Policy } })),
      ).rejects.toMatchObject({ name: "InvalidAttributeValue" });
      const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: fresh("topic") }));
      await expect(
        aws.sns.send(
          new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue: Policy }),
        ),
      ).rejects.toMatchObject({
        name: "InvalidParameterException",
        message: "Invalid parameter: Policy Error: PrincipalNotFound",
      });
    },
  },
  {
    says: "a function's permission for a role that does not exist is refused",
    holds: async (aws) => {
      const FunctionName = await makeFunction(aws, "exports.handler = async () => 1;");
      await expect(
        aws.lambda.send(
          new AddPermissionCommand({
            FunctionName,
            StatementId: "s",
            Action: "lambda:InvokeFunction",
            Principal: GHOST,
          }),
        ),
      ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
    },
  },
  {
    says: "a disabled key encrypts and decrypts nothing, whatever names it",
    holds: async (aws) => {
      const { id, arn } = await makeKey(aws);
      const AliasName = fresh("alias/key");
      await aws.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: id }));
      const names = [id, arn, AliasName, `arn:aws:kms:${HOME}:${ACCOUNT}:${AliasName}`];
      const EncryptionContext = { point: "one" };
      const boxes = await Promise.all(
        names.map((KeyId) =>
          aws.kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from("secret"), EncryptionContext })),
        ),
      );
      for (const { CiphertextBlob, KeyId } of boxes) {
        const { Plaintext } = await aws.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext }));
        expect([Buffer.from(required(Plaintext)).toString(), KeyId]).toEqual(["secret", arn]);
        await expect(
          aws.kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { point: "two" } })),
        ).rejects.toMatchObject({ name: "InvalidCiphertextException" });
      }
      await aws.kms.send(new DisableKeyCommand({ KeyId: id }));
      for (const KeyId of names)
        await expect(
          aws.kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256", EncryptionContext })),
        ).rejects.toMatchObject({ name: "DisabledException" });
      await expect(
        aws.kms.send(new DecryptCommand({ CiphertextBlob: boxes[0]?.CiphertextBlob, EncryptionContext })),
      ).rejects.toMatchObject({ name: "DisabledException" });
    },
  },
  {
    says: "a key that waits for its deletion is not used",
    holds: async (aws) => {
      const { id } = await makeKey(aws);
      await aws.kms.send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
      await expect(
        aws.kms.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from("x") })),
      ).rejects.toMatchObject({ name: "KMSInvalidStateException" });
    },
  },
  {
    says: "an alias of another region is not found",
    holds: async (aws) => {
      const { id } = await makeKey(aws);
      const AliasName = fresh("alias/key");
      await aws.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: id }));
      await aws.kms.send(new DescribeKeyCommand({ KeyId: `arn:aws:kms:${HOME}:${ACCOUNT}:${AliasName}` }));
      await expect(
        aws.kms.send(new DescribeKeyCommand({ KeyId: `arn:aws:kms:${AWAY}:${ACCOUNT}:${AliasName}` })),
      ).rejects.toMatchObject({ name: "NotFoundException" });
    },
  },
  {
    says: "the rotation period comes back",
    holds: async (aws) => {
      const { id: KeyId } = await makeKey(aws);
      await aws.kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 180 }));
      const { RotationPeriodInDays } = await aws.kms.send(new GetKeyRotationStatusCommand({ KeyId }));
      expect(RotationPeriodInDays).toBe(180);
    },
  },
  {
    says: "a vault returns its tags to whoever leaves the last slash out",
    holds: async (aws) => {
      const name = fresh("vault");
      const made = await call(aws, "backup", {
        method: "PUT",
        path: `/backup-vaults/${name}`,
        body: JSON.stringify({ BackupVaultTags: { policy: "orders" } }),
      });
      const arn = encodeURIComponent(JSON.parse(made.text).BackupVaultArn);
      const tags = await call(aws, "backup", { method: "GET", path: `/tags/${arn}` });
      const points = await call(aws, "backup", {
        method: "GET",
        path: `/backup-vaults/${name}/recovery-points/`,
      });
      expect(JSON.parse(tags.text)).toEqual({ Tags: { policy: "orders" } });
      expect(JSON.parse(points.text)).toEqual({ RecoveryPoints: [] });
    },
  },
  {
    says: "an unknown call is an error in its own protocol that names service and operation",
    holds: async (aws) => {
      const json = { __type: "SandboxUnknownCall", message: expect.stringMatching(/does not know/) };
      const rest = await call(aws, "backup", { method: "GET", path: "/restore-testing/plans" });
      expect([rest.status, JSON.parse(rest.text)]).toEqual([501, json]);
      expect(rest.text).toContain("backup:ListRestoreTestingPlans");
      const nowhere = await call(aws, "lambda", { method: "GET", path: "/2099-01-01/nothing" });
      expect([nowhere.status, JSON.parse(nowhere.text)]).toEqual([501, json]);
      expect(nowhere.text).toContain("lambda:GET /2099-01-01/nothing");
      const headers = {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "AWSStepFunctions.TestState",
      };
      const target = await call(aws, "states", { headers, body: '{"definition":"{}"}' });
      expect([target.status, JSON.parse(target.text)]).toEqual([501, json]);
      expect(target.text).toContain("states:TestState");
      const form = { "content-type": "application/x-www-form-urlencoded" };
      const query = await call(aws, "sns", {
        headers: form,
        body: "Action=GetSMSSandboxAccountStatus&Version=2010-03-31",
      });
      expect(query.status).toBe(501);
      expect(query.text).toContain("<Code>SandboxUnknownCall</Code>");
      expect(query.text).toContain("sns:GetSMSSandboxAccountStatus");
      const cbor = await call(aws, "monitoring", {
        path: "/service/GraniteServiceVersion20100801/operation/ListMetricStreams",
      });
      expect(cbor.status).toBe(501);
      expect(cbor.text).toContain("monitoring:ListMetricStreams");
    },
  },
];

probeBoth(probes);
