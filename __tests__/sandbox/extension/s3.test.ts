import { createHash } from "node:crypto";
import { CreateKeyCommand, DisableKeyCommand } from "@aws-sdk/client-kms";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketRequestPaymentCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListBucketMetricsConfigurationsCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { type Aws, HOME, makeBucket, makeFunction, required } from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT } from "./servers.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64");
/** One moment for the whole file, in whole seconds, so that a date said twice is the same date. */
const NOW = Math.floor(Date.now() / 1000) * 1000;
const inDays = (days: number): Date => new Date(NOW + days * 86_400_000);

/** Puts an object and returns what names its version. */
async function put({ s3 }: Aws, input: PutObjectCommandInput) {
  const { VersionId } = await s3.send(new PutObjectCommand({ Body: "text", ...input }));
  return { Bucket: input.Bucket, Key: input.Key, VersionId };
}

const locked = (Bucket: string, mode: "GOVERNANCE" | "COMPLIANCE", days = 10): PutObjectCommandInput => ({
  Bucket,
  Key: "k",
  ObjectLockMode: mode,
  ObjectLockRetainUntilDate: inDays(days),
  ChecksumSHA256: sha256("text"),
});

const probes: readonly Probe[] = [
  {
    says: "a body that does not match its checksum is refused, and a matching one is kept with it",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      await expect(put(aws, { Bucket, Key: "k", ChecksumSHA256: sha256("other") })).rejects.toMatchObject({
        name: "BadDigest",
      });
      await expect(aws.s3.send(new HeadObjectCommand({ Bucket, Key: "k" }))).rejects.toThrow();
      const at = await put(aws, { Bucket, Key: "k", ChecksumSHA256: sha256("text") });
      const head = await aws.s3.send(new HeadObjectCommand({ ...at, ChecksumMode: "ENABLED" }));
      expect(head.ChecksumSHA256).toBe(sha256("text"));
    },
  },
  {
    says: "a body that does not match its Content-MD5 is refused",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      const ContentMD5 = createHash("md5").update("other").digest("base64");
      await expect(put(aws, { Bucket, Key: "k", ContentMD5 })).rejects.toMatchObject({ name: "BadDigest" });
    },
  },
  {
    says: "a retention can be extended, and shortened or given another mode only with the bypass",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3, { lock: true });
      const at = await put(aws, locked(Bucket, "GOVERNANCE"));
      const retain = (
        days: number,
        BypassGovernanceRetention = false,
        Mode: "GOVERNANCE" | "COMPLIANCE" = "GOVERNANCE",
      ) =>
        aws.s3.send(
          new PutObjectRetentionCommand({
            ...at,
            BypassGovernanceRetention,
            Retention: { Mode, RetainUntilDate: inDays(days) },
          }),
        );
      await retain(20);
      for (const [days, mode] of [[5], [30, "COMPLIANCE"]] as const)
        await expect(retain(days, false, mode)).rejects.toMatchObject({
          name: "AccessDenied",
          $metadata: { httpStatusCode: 403 },
        });
      await retain(5, true);
      const { Retention } = await aws.s3.send(new GetObjectRetentionCommand(at));
      expect(Retention).toEqual({ Mode: "GOVERNANCE", RetainUntilDate: inDays(5) });
    },
  },
  {
    says: "a compliance retention is shortened by nobody",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3, { lock: true });
      const at = await put(aws, locked(Bucket, "COMPLIANCE"));
      for (const Mode of ["COMPLIANCE", "GOVERNANCE"] as const)
        await expect(
          aws.s3.send(
            new PutObjectRetentionCommand({
              ...at,
              BypassGovernanceRetention: true,
              Retention: { Mode, RetainUntilDate: inDays(5) },
            }),
          ),
        ).rejects.toMatchObject({ name: "AccessDenied" });
      await expect(
        aws.s3.send(new DeleteObjectCommand({ ...at, BypassGovernanceRetention: true })),
      ).rejects.toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
    },
  },
  {
    says: "a multipart upload keeps the retention it was begun with",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3, { lock: true });
      const at = { Bucket, Key: "big" };
      const { UploadId } = await aws.s3.send(
        new CreateMultipartUploadCommand({
          ...at,
          ObjectLockMode: "GOVERNANCE",
          ObjectLockRetainUntilDate: inDays(3),
        }),
      );
      const { ETag } = await aws.s3.send(
        new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: "text" }),
      );
      await aws.s3.send(
        new CompleteMultipartUploadCommand({
          ...at,
          UploadId,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
        }),
      );
      const head = await aws.s3.send(new HeadObjectCommand(at));
      expect([head.ObjectLockMode, head.ObjectLockRetainUntilDate]).toEqual(["GOVERNANCE", inDays(3)]);
    },
  },
  {
    says: "the default retention of a bucket with objects can be changed",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3, { lock: true });
      await put(aws, { Bucket, Key: "before" });
      await aws.s3.send(
        new PutObjectLockConfigurationCommand({
          Bucket,
          ObjectLockConfiguration: {
            ObjectLockEnabled: "Enabled",
            Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 4 } },
          },
        }),
      );
      const at = await put(aws, { Bucket, Key: "after", ChecksumSHA256: sha256("text") });
      expect((await aws.s3.send(new HeadObjectCommand(at))).ObjectLockMode).toBe("GOVERNANCE");
    },
  },
  {
    says: "an object under a missing or disabled key is neither written nor read",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      const { KeyMetadata } = await aws.kms.send(new CreateKeyCommand({}));
      const under = { Bucket, Key: "k", ServerSideEncryption: "aws:kms" as const };
      const at = await put(aws, { ...under, SSEKMSKeyId: required(KeyMetadata?.KeyId) });
      expect((await aws.s3.send(new HeadObjectCommand(at))).SSEKMSKeyId).toBe(KeyMetadata?.Arn);
      await aws.kms.send(new DisableKeyCommand({ KeyId: required(KeyMetadata?.KeyId) }));
      await expect(aws.s3.send(new GetObjectCommand(at))).rejects.toMatchObject({
        name: "KMS.DisabledException",
      });
      await expect(put(aws, { ...under, SSEKMSKeyId: required(KeyMetadata?.Arn) })).rejects.toMatchObject({
        name: "KMS.DisabledException",
      });
      const nowhere = `arn:aws:kms:${HOME}:${ACCOUNT}:alias/nowhere`;
      await expect(put(aws, { ...under, SSEKMSKeyId: nowhere })).rejects.toMatchObject({
        name: "KMS.NotFoundException",
      });
    },
  },
  {
    says: "another owner's bucket is refused",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      const list = (ExpectedBucketOwner: string) =>
        aws.s3.send(new ListObjectsV2Command({ Bucket, ExpectedBucketOwner }));
      expect((await list(ACCOUNT)).KeyCount).toBe(0);
      await expect(list("999999999999")).rejects.toMatchObject({
        name: "AccessDenied",
        $metadata: { httpStatusCode: 403 },
      });
      await expect(put(aws, { Bucket, Key: "k", ExpectedBucketOwner: "999999999999" })).rejects.toMatchObject(
        { name: "AccessDenied" },
      );
    },
  },
  {
    says: "a Deny binds only where its condition holds",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      const deny = (Condition: object) =>
        aws.s3.send(
          new PutBucketPolicyCommand({
            Bucket,
            Policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Deny",
                  Principal: "*",
                  Action: "s3:*",
                  Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
                  Condition,
                },
              ],
            }),
          }),
        );
      await deny({ Bool: { "aws:SecureTransport": "false" } });
      await put(aws, { Bucket, Key: "k" });
      await deny({ StringEquals: { "aws:PrincipalAccount": ACCOUNT } });
      await expect(put(aws, { Bucket, Key: "k" })).rejects.toMatchObject({
        $metadata: { httpStatusCode: 403 },
      });
    },
  },
  {
    says: "a notification to a function that is missing or does not allow it is refused",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      const name = await makeFunction(aws, "exports.handler = async () => 1;");
      const notify = (fn: string) =>
        aws.s3.send(
          new PutBucketNotificationConfigurationCommand({
            Bucket,
            NotificationConfiguration: {
              LambdaFunctionConfigurations: [
                {
                  LambdaFunctionArn: `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${fn}`,
                  Events: ["s3:ObjectCreated:*"],
                },
              ],
            },
          }),
        );
      const refusal = {
        name: "InvalidArgument",
        message: "Unable to validate the following destination configurations",
      };
      const arn = `arn:aws:lambda:${HOME}:${ACCOUNT}:function:nowhere`;
      await expect(notify("nowhere")).rejects.toMatchObject({
        ...refusal,
        ArgumentName1: `${arn}, null`,
        ArgumentValue1: `Not authorized to invoke function [${arn}]`,
      });
      await expect(notify(name)).rejects.toMatchObject(refusal);
      await aws.lambda.send(
        new AddPermissionCommand({
          FunctionName: name,
          StatementId: "s3",
          Action: "lambda:InvokeFunction",
          Principal: "s3.amazonaws.com",
          SourceArn: `arn:aws:s3:::${Bucket}`,
          SourceAccount: ACCOUNT,
        }),
      );
      await notify(name);
    },
  },
  {
    says: "two notifications of one event of the same object are refused, and so is an Id that comes twice",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      const entry = (Id: string, Value: string) => ({
        Id,
        QueueArn: `arn:aws:sqs:${HOME}:${ACCOUNT}:any`,
        Events: ["s3:ObjectCreated:*" as const],
        ...(Value !== "" && { Filter: { Key: { FilterRules: [{ Name: "prefix" as const, Value }] } } }),
      });
      const notify = (...QueueConfigurations: ReturnType<typeof entry>[]) =>
        aws.s3.send(
          new PutBucketNotificationConfigurationCommand({
            Bucket,
            NotificationConfiguration: { QueueConfigurations },
            SkipDestinationValidation: true,
          }),
        );
      await notify(entry("a", "in/"), entry("b", "out/"));
      await expect(notify(entry("a", "in/"), entry("b", "in/deep/"))).rejects.toMatchObject({
        name: "InvalidArgument",
        message: expect.stringMatching(/^Configuration is ambiguously defined\. /),
      });
      await expect(notify(entry("a", ""), entry("b", ""))).rejects.toMatchObject({
        name: "InvalidArgument",
        message: expect.stringMatching(/^Configurations overlap\. /),
      });
      await expect(notify(entry("a", "in/"), entry("a", "out/"))).rejects.toMatchObject({
        name: "InvalidArgument",
      });
    },
  },
  {
    says: "the switch for EventBridge comes back",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      await aws.s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket,
          NotificationConfiguration: { EventBridgeConfiguration: {} },
        }),
      );
      const read = await aws.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
      expect(read.EventBridgeConfiguration).toEqual({});
    },
  },
  {
    says: "lifecycle rules come back with every field",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      const Rules = [
        {
          ID: "old",
          Status: "Enabled" as const,
          Filter: { Prefix: "work/" },
          NoncurrentVersionExpiration: { NoncurrentDays: 3, NewerNoncurrentVersions: 2 },
        },
      ];
      await aws.s3.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
      );
      const read = await aws.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      expect(read.Rules).toEqual(Rules);
    },
  },
  {
    says: "a setting that moto lacks is not taken for another call",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      expect((await aws.s3.send(new GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe("BucketOwner");
      await expect(aws.s3.send(new ListBucketMetricsConfigurationsCommand({ Bucket }))).rejects.toMatchObject(
        {
          name: "SandboxUnknownCall",
          message: expect.stringContaining("s3:ListBucketMetricsConfigurations"),
        },
      );
    },
  },
];

probeBoth(probes);
