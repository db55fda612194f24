import {
  AddPermissionCommand,
  CreateAliasCommand,
  DeleteResourcePolicyCommand,
  GetPolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "vitest";
import { makeFunction, required } from "../clients.ts";
import type { Probe } from "../probes.ts";
import { ACCOUNT } from "../servers.ts";
import { allow, arn, CODE } from "./calls.ts";

export const policies: readonly Probe[] = [
  {
    says: "each qualifier has its own policy",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE, { Publish: true });
      await aws.lambda.send(
        new CreateAliasCommand({ FunctionName: name, Name: "live", FunctionVersion: "1" }),
      );
      await aws.lambda.send(allow(name, "of-the-function", { SourceAccount: ACCOUNT }));
      await aws.lambda.send(allow(name, "of-the-alias", { Qualifier: "live", SourceArn: "arn:aws:s3:::b" }));
      const read = async (Qualifier?: string) => {
        const { Policy } = await aws.lambda.send(
          new GetPolicyCommand({ FunctionName: name, ...(Qualifier !== undefined && { Qualifier }) }),
        );
        return JSON.parse(required(Policy)).Statement;
      };
      const statement = {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "lambda:InvokeFunction",
      };
      expect(await read()).toEqual([
        {
          Sid: "of-the-function",
          ...statement,
          Resource: arn(name),
          Condition: { StringEquals: { "AWS:SourceAccount": ACCOUNT } },
        },
      ]);
      expect(await read("live")).toEqual([
        {
          Sid: "of-the-alias",
          ...statement,
          Resource: `${arn(name)}:live`,
          Condition: { ArnLike: { "AWS:SourceArn": "arn:aws:s3:::b" } },
        },
      ]);
      await expect(read("1")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    },
  },
  {
    says: "a statement id is taken once",
    holds: async (aws) => {
      const name = await makeFunction(aws, CODE);
      await aws.lambda.send(allow(name, "one"));
      await expect(aws.lambda.send(allow(name, "one"))).rejects.toMatchObject({
        name: "ResourceConflictException",
      });
    },
  },
  {
    says: "a resource policy is read and put whole, under its revision, with what AddPermission cannot say",
    holds: async (aws) => {
      const FunctionName = await makeFunction(aws, CODE);
      const ResourceArn = arn(FunctionName);
      const allowed = { FunctionName, Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
      await aws.lambda.send(new AddPermissionCommand({ ...allowed, StatementId: "added" }));
      const before = await aws.lambda.send(new GetResourcePolicyCommand({ ResourceArn }));
      const document = JSON.parse(required(before.Policy)) as { Statement: object[] };
      const several = {
        Sid: "several",
        Effect: "Deny",
        Principal: "*",
        Action: ["lambda:InvokeFunction", "lambda:GetFunction"],
        Resource: ResourceArn,
        Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
      };
      const put = (Statement: object[], RevisionId?: string) =>
        aws.lambda.send(
          new PutResourcePolicyCommand({
            ResourceArn,
            Policy: JSON.stringify({ ...document, Statement }),
            ...(RevisionId !== undefined && { RevisionId }),
          }),
        );
      await put([...document.Statement, several], before.RevisionId);
      const { Policy = "" } = await aws.lambda.send(new GetPolicyCommand({ FunctionName }));
      expect((JSON.parse(Policy) as { Statement: unknown }).Statement).toEqual([
        ...document.Statement,
        several,
      ]);
      await expect(put([several], before.RevisionId)).rejects.toMatchObject({
        name: "PreconditionFailedException",
      });
      const deleted = { ...several, Principal: { AWS: ["AROAEXAMPLE123", `arn:aws:iam::${ACCOUNT}:root`] } };
      await expect(put([deleted])).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: expect.stringContaining("The provided principal was invalid"),
      });
      const many = Array.from({ length: 200 }, (_, n) => ({ ...several, Sid: `several-${n}` }));
      await expect(put(many)).rejects.toMatchObject({ name: "PolicyLengthExceededException" });
      await aws.lambda.send(new DeleteResourcePolicyCommand({ ResourceArn }));
      await expect(aws.lambda.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
    },
  },
];
