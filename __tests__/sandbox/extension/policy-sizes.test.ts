import { CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { expect } from "vitest";
import { fresh, makeBucket, makeQueue, makeRole } from "./clients.ts";
import { type Probe, probeBoth } from "./probes.ts";
import { ACCOUNT } from "./servers.ts";

interface Statement {
  readonly Principal?: unknown;
  readonly Action?: string;
  readonly Resource?: string;
}

/** A policy of exactly so many characters, of which the id of its only statement takes up what is left. */
function policyOf(size: number, statement: Statement): string {
  const text = (Sid: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid, Effect: "Allow", ...statement }] });
  return text("s".repeat(size - text("").length));
}

const PERMISSION: Statement = { Action: "sqs:SendMessage", Resource: "*" };
const EVERYBODY = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

const probes: readonly Probe[] = [
  {
    says: "a role's inline policies hold 10,240 characters together, without white space",
    holds: async (aws) => {
      const RoleName = (await makeRole(aws)).split("/").at(-1);
      const put = (PolicyName: string, PolicyDocument: string) =>
        aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
      await put("a", JSON.stringify(JSON.parse(policyOf(10_000, PERMISSION)), null, 50));
      await put("b", policyOf(240, PERMISSION));
      await expect(put("b", policyOf(241, PERMISSION))).rejects.toMatchObject({
        name: "LimitExceededException",
        message: `Maximum policy size of 10240 bytes exceeded for role ${RoleName}`,
        $metadata: { httpStatusCode: 409 },
      });
    },
  },
  {
    says: "a trust policy holds 2,048 characters",
    holds: async (aws) => {
      const make = (size: number) =>
        aws.iam.send(
          new CreateRoleCommand({
            RoleName: fresh("role"),
            AssumeRolePolicyDocument: policyOf(size, { Principal: EVERYBODY, Action: "sts:AssumeRole" }),
          }),
        );
      await make(2_048);
      await expect(make(2_049)).rejects.toMatchObject({
        name: "LimitExceededException",
        message: "Cannot exceed quota for ACLSizePerRole: 2048",
      });
    },
  },
  {
    says: "a managed policy holds 6,144 characters",
    holds: async (aws) => {
      const make = (size: number) =>
        aws.iam.send(
          new CreatePolicyCommand({
            PolicyName: fresh("policy"),
            PolicyDocument: policyOf(size, PERMISSION),
          }),
        );
      await make(6_144);
      await expect(make(6_145)).rejects.toMatchObject({
        name: "LimitExceededException",
        message: "Cannot exceed quota for PolicySize: 6144",
      });
    },
  },
  {
    says: "a bucket policy holds 20 KB",
    holds: async (aws) => {
      const Bucket = await makeBucket(aws.s3);
      const statement = {
        Principal: EVERYBODY,
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${Bucket}/*`,
      };
      const put = (size: number) =>
        aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf(size, statement) }));
      await put(20 * 1024);
      await expect(put(20 * 1024 + 1)).rejects.toMatchObject({ name: "PolicyTooLarge" });
    },
  },
  {
    says: "a key policy holds 32 KB",
    holds: async (aws) => {
      const make = (size: number) =>
        aws.kms.send(
          new CreateKeyCommand({
            Policy: policyOf(size, { Principal: EVERYBODY, Action: "kms:*", Resource: "*" }),
          }),
        );
      await make(32 * 1024);
      await expect(make(32 * 1024 + 1)).rejects.toMatchObject({ name: "LimitExceededException" });
    },
  },
  {
    says: "a topic's policy holds 30 KB, a queue's 8 KB",
    holds: async (aws) => {
      const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: fresh("topic") }));
      const publish = { Principal: EVERYBODY, Action: "sns:Publish", Resource: String(TopicArn) };
      const put = (size: number) =>
        aws.sns.send(
          new SetTopicAttributesCommand({
            TopicArn,
            AttributeName: "Policy",
            AttributeValue: policyOf(size, publish),
          }),
        );
      await put(30 * 1024);
      await expect(put(30 * 1024 + 1)).rejects.toMatchObject({ name: "InvalidParameterException" });
      const { url: QueueUrl, arn } = await makeQueue(aws);
      const send = { Principal: EVERYBODY, Action: "sqs:SendMessage", Resource: arn };
      const give = (size: number) =>
        aws.sqs.send(
          new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: policyOf(size, send) } }),
        );
      await give(8 * 1024);
      await expect(give(8 * 1024 + 1)).rejects.toMatchObject({ name: "OverLimit" });
    },
  },
];

probeBoth(probes);
